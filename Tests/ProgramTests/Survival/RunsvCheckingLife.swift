import Foundation

/// A service that is ready by its check and leads a process group: started, taken down and up, given up by its check,
/// and left.
struct RunsvCheckingLife: ScriptedLife {
  static let program = "runsv"
  static let name = "runsv-checking"

  private let scene: RunsvScene

  init() throws { scene = try RunsvScene(.checked) }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let runsv = try injector.start(Programs.shipped("runsv"), ["runsv", "web"], in: scene.place.path)
    defer { runsv.signal(SIGKILL) }
    guard try scene.begins(runsv) else { return try scene.refused(runsv) }
    let first = try scene.daemon(of: runsv, otherThan: 0)
    try scene.send("d", until: "down", runsv)
    try scene.send("u", until: "run", runsv)
    let second = try scene.daemon(of: runsv, otherThan: first)
    try loseHealth(runsv)
    _ = try scene.daemon(of: runsv, otherThan: second)
    return try scene.end(runsv, lives: 3)
  }

  /// Lets the checks fail until there is another life. Where the file `check-interval` could not be read for good, there
  /// are no checks, and an operator does it.
  private func loseHealth(_ runsv: RunningProgram) throws {
    let isChecked = scene.service.text("detail")?.hasPrefix("phase ready\n") == true
    if isChecked { unlink(scene.place("web/good")) } else { scene.service.ask("t") }
    try awaitTruth("third life", of: runsv) { scene.births.count == 3 }
    try scene.place.write("web/good", "")
  }
}
