import Foundation

/// A service with a parameter that is wrong, which `runsv` says into a pipe.
struct RunsvTalkingLife: ScriptedLife {
  static let program = "runsv"
  static let name = "runsv-talking"

  private let scene: RunsvScene

  init() throws {
    scene = try RunsvScene()
    try scene.place.write("web/timeout-kill", "soon\n")
  }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let runsv = try injector.start(
      Programs.shipped("runsv"), ["runsv", "web"], in: scene.place.path, error: try ErrorPipe())
    defer { runsv.signal(SIGKILL) }
    guard try scene.begins(runsv) else { return try scene.refused(runsv) }
    let first = try scene.daemon(of: runsv, otherThan: 0)
    let hasSaid = runsv.error.contains("timeout-kill") || injector.hasSilenced
    try demand(hasSaid, "did not say what is wrong: \(runsv.error)")
    try scene.send("d", until: "down", runsv)
    try scene.send("u", until: "run", runsv)
    _ = try scene.daemon(of: runsv, otherThan: first)
    return try scene.end(runsv, lives: 2)
  }
}
