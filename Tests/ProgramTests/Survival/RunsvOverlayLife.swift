import Foundation

/// The service of `RunsvLife` in the upper layer of an overlay, its lock in the lower one, whose runsv has been killed:
/// another one finds it, though the kernel has forgotten the inode of the lock meanwhile.
struct RunsvOverlayLife: ScriptedLife {
  static let program = "runsv"
  static let name = "runsv-overlay"

  private let overlay: Overlay
  private let scene: RunsvScene

  init() throws {
    overlay = try Overlay(["web/supervise/lock": "", "web/log/supervise/lock": ""])
    for name in ["web/supervise", "web/log/supervise"] { chmod(overlay.merged(name), 0o700) }
    scene = try RunsvScene(in: overlay.merged)
  }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let former = try scene.start()
    defer { former.signal(SIGKILL) }
    let orphan = try scene.daemon(of: former, otherThan: 0)
    let logger = scene.log.pid
    former.signal(SIGKILL)
    _ = former.wait()
    try overlay.forget()
    let runsv = try injector.start(Programs.shipped("runsv"), ["runsv", "web"], in: scene.place.path)
    defer { runsv.signal(SIGKILL) }
    guard try scene.begins(runsv) else {
      try demand(runsv.hasRefused(111, "runsv web: "), "ended with \(runsv.poll()!): \(runsv.error)")
      return LifeReport(ending: .refused)
    }
    let found = try scene.daemon(of: runsv, otherThan: 0)
    try demand(found == orphan && scene.births.count == 1, "\(orphan) was not adopted: \(runsv.error)")
    try demand(scene.log.pid == logger, "the logger was not adopted: \(runsv.error)")
    return try scene.end(runsv, lives: 1)
  }
}
