import Foundation

/// The service of `RunsvLife`, whose runsv gives way to its successor while the service runs, and again while it is down.
struct RunsvUpgradeLife: ScriptedLife {
  static let program = "runsv"
  static let name = "runsv-upgrading"

  private let scene: RunsvScene

  init() throws { scene = try RunsvScene() }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let runsv = try injector.start(Programs.shipped("runsv"), ["runsv", "web"], in: scene.place.path)
    defer { runsv.signal(SIGKILL) }
    guard try scene.begins(runsv) else { return try scene.refused(runsv) }
    let first = try scene.daemon(of: runsv, otherThan: 0)
    let logger = scene.log.pid
    try runsv.giveWay()
    let kept = try scene.daemon(of: runsv, otherThan: 0)
    try demand(kept == first && scene.births.count == 1, "\(first) was not kept: \(runsv.error)")
    try demand(scene.log.pid == logger, "the logger was not kept: \(runsv.error)")
    try scene.send("d", until: "down", runsv)
    try runsv.giveWay()
    try scene.send("u", until: "run", runsv)
    _ = try scene.daemon(of: runsv, otherThan: first)
    return try scene.end(runsv, lives: 2)
  }
}

extension RunningProgram {
  /// Asks for an upgrade in place, and waits until there is another program, or a reason why not.
  func giveWay() throws {
    let (former, refusals) = (entry.stackStart, self.refusals)
    signal(SIGUSR1)
    try awaitTruth("successor", of: self) { entry.stackStart != former || self.refusals > refusals }
  }

  private var refusals: Int { error.split(separator: "\n").count { $0.contains("warning: unable to upgrade") } }
}
