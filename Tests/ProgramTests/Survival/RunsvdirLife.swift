import Foundation

/// A scan directory: a service is there at first, another comes, the first goes, a runsv is killed, and the tree ends.
struct RunsvdirLife: ScriptedLife {
  static let program = "runsvdir"

  private let scene: RunsvdirScene

  init() throws {
    scene = try RunsvdirScene("one", "two")
    try scene.link("one")
  }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let runsvdir = try scene.start(under: injector)
    defer { runsvdir.signal(SIGKILL) }
    guard try scene.begins(runsvdir, with: "one") else { return try scene.refused(runsvdir, with: "one") }
    try scene.link("two")
    try awaitTruth("two", of: runsvdir) { scene.isUp("two") }
    try scene.unlink("one")
    try awaitTruth("end of one", of: runsvdir) { scene.place.processes(in: "services/one").isEmpty }
    try scene.replaceSupervisor(of: "two", runsvdir)
    let descriptors = runsvdir.openFiles()
    runsvdir.signal(SIGHUP)
    return try scene.end(runsvdir, code: 111, descriptors)
  }
}
