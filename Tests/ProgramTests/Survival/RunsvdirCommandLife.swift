import Foundation

/// A tree around a main program, which is started when its service is ready, and whose end is the tree's.
struct RunsvdirCommandLife: ScriptedLife {
  static let program = "runsvdir"
  static let name = "runsvdir-command"

  private let scene: RunsvdirScene

  init() throws {
    scene = try RunsvdirScene("one", "two")
    try scene.link("one")
    try scene.link("two")
  }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let wait = "until [ -e go ]; do sleep 0.02; done; exit 7"
    let script = "cat services/*/supervise/stat >states; echo $$ >>command; \(wait)"
    let runsvdir = try scene.start(under: injector, then: ["--", "sh", "-c", script])
    defer { runsvdir.signal(SIGKILL) }
    if let report = try scene.earlyEnd(runsvdir, before: "command") { return report }
    try demand(scene.place.lines("states") == ["run", "run"], "started too early: \(scene.place.lines("states"))")
    let descriptors = runsvdir.openFiles()
    try scene.replaceSupervisor(of: "two", runsvdir)
    try scene.place.write("go", "")
    let report = try scene.end(runsvdir, code: 7, descriptors)
    try demand(scene.place.lines("command").count == 1, "the main program was started again")
    let reason = "runsvdir scan: info: main program sh ended: exit 7\n"
    try demand(runsvdir.error.contains(reason) || injector.hasSilenced, "did not say why: \(runsvdir.error)")
    return report
  }
}
