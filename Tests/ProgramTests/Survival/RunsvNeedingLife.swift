import Foundation

/// The same service as that of `RunsvLife`, which waits for another one that comes, goes and comes back.
struct RunsvNeedingLife: ScriptedLife {
  static let program = "runsv"
  static let name = "runsv-needing"

  private let scene: RunsvScene

  init() throws { scene = try RunsvScene(needing: "base") }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let runsv = try injector.start(Programs.shipped("runsv"), ["runsv", "web"], in: scene.place.path)
    defer { runsv.signal(SIGKILL) }
    guard try scene.begins(runsv) else { return try scene.refused(runsv) }
    try awaitTruth("waiting", of: runsv) { scene.service.text("detail")?.contains("phase waiting") == true }
    let base = try scene.start("base")
    defer { base.signal(SIGKILL) }
    let first = try scene.daemon(of: runsv, otherThan: 0)
    SuperviseView(path: scene.place("base/supervise")).ask("x")
    try awaitTruth("end of base", of: runsv) { base.poll() != nil }
    try demand(!ProcessEntry(first).isAlive, "base has gone before web")
    let again = try scene.start("base")
    defer { again.signal(SIGKILL) }
    _ = try scene.daemon(of: runsv, otherThan: first)
    return try scene.end(runsv, lives: 2)
  }
}
