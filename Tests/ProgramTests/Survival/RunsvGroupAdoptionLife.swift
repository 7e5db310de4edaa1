import Foundation

/// The service of `RunsvCheckingLife`, with its process group, whose runsv has been killed: another one finds it.
struct RunsvGroupAdoptionLife: ScriptedLife {
  static let program = "runsv"
  static let name = "runsv-adopting-group"

  private let scene: RunsvScene

  init() throws { scene = try RunsvScene(.checked) }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let former = try scene.start()
    let orphan = try scene.daemon(of: former, otherThan: 0)
    former.signal(SIGKILL)
    _ = former.wait()
    let runsv = try injector.start(Programs.shipped("runsv"), ["runsv", "web"], in: scene.place.path)
    defer { runsv.signal(SIGKILL) }
    guard try scene.begins(runsv) else {
      try demand(runsv.hasRefused(111, "runsv web: "), "ended with \(runsv.poll()!): \(runsv.error)")
      let again = try scene.start()
      defer { again.signal(SIGKILL) }
      try adopts(again, orphan)
      _ = try scene.end(again, lives: 1)
      return LifeReport(ending: .refused)
    }
    try adopts(runsv, orphan)
    try scene.send("d", until: "down", runsv)
    try scene.send("u", until: "run", runsv)
    _ = try scene.daemon(of: runsv, otherThan: orphan)
    return try scene.end(runsv, lives: 2)
  }

  private func adopts(_ runsv: RunningProgram, _ orphan: pid_t) throws {
    let found = try scene.daemon(of: runsv, otherThan: 0)
    try demand(found == orphan && scene.births.count == 1, "\(orphan) was not adopted: \(runsv.error)")
  }
}
