import Foundation

/// A scan directory whose runsvdir gives way to its successor, which knows what was there: a service comes, one goes, a
/// runsv is killed, and the tree ends.
struct RunsvdirUpgradeLife: ScriptedLife {
  static let program = "runsvdir"
  static let name = "runsvdir-upgrading"

  private let scene: RunsvdirScene

  init() throws {
    scene = try RunsvdirScene("one", "two", "three")
    try scene.link("one")
    try scene.link("two")
  }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let runsvdir = try scene.start(under: injector)
    defer { runsvdir.signal(SIGKILL) }
    guard try scene.begins(runsvdir, with: "one") else { return try scene.refused(runsvdir, with: "one") }
    try awaitTruth("two", of: runsvdir) { scene.isUp("two") }
    try runsvdir.giveWay()
    try scene.link("three")
    try awaitTruth("three", of: runsvdir) { scene.isUp("three") }
    try demand(["one", "two"].allSatisfy { scene.births(of: $0) == 1 }, "started again: \(runsvdir.error)")
    try scene.unlink("one")
    try awaitTruth("end of one", of: runsvdir) { scene.place.processes(in: "services/one").isEmpty }
    try scene.replaceSupervisor(of: "two", runsvdir)
    let descriptors = runsvdir.openFiles()
    runsvdir.signal(SIGHUP)
    return try scene.end(runsvdir, code: 111, descriptors)
  }
}
