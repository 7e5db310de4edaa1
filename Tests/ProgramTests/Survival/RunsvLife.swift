import Foundation

/// A service with a logger, readiness and a script in control/: started, taken down and up, killed, and left.
struct RunsvLife: ScriptedLife {
  static let program = "runsv"

  private let scene: RunsvScene

  init() throws { scene = try RunsvScene() }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let runsv = try injector.start(Programs.shipped("runsv"), ["runsv", "web"], in: scene.place.path)
    defer { runsv.signal(SIGKILL) }
    guard try scene.begins(runsv) else { return try refused(runsv) }
    let first = try scene.daemon(of: runsv, otherThan: 0)
    try scene.send("d", until: "down", runsv)
    try scene.send("u", until: "run", runsv)
    let second = try scene.daemon(of: runsv, otherThan: first)
    kill(second, SIGKILL)
    _ = try scene.daemon(of: runsv, otherThan: second)
    return try scene.end(runsv, lives: 3)
  }

  private func refused(_ runsv: RunningProgram) throws -> LifeReport {
    try demand(runsv.hasRefused(111, "runsv web: "), "ended with \(runsv.poll()!): \(runsv.error)")
    try demand(scene.births.isEmpty && scene.place.read("web/log/out") == nil, "something ran")
    try scene.demandNothingRuns()
    let again = try scene.start()
    defer { again.signal(SIGKILL) }
    _ = try scene.daemon(of: again, otherThan: 0)
    _ = try scene.end(again, lives: 1)
    return LifeReport(ending: .refused)
  }
}
