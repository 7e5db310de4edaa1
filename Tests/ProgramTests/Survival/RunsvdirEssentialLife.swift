import Foundation

/// A tree around a main program with an essential service, whose end is that of all.
struct RunsvdirEssentialLife: ScriptedLife {
  static let program = "runsvdir"
  static let name = "runsvdir-essential"

  private let scene: RunsvdirScene

  init() throws {
    scene = try RunsvdirScene("one", "vital")
    try scene.place.write("services/vital/essential", "")
    try scene.link("one")
    try scene.link("vital")
  }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let script = "trap 'echo told >>told; exit 0' TERM; echo $$ >>command; while :; do sleep 0.02; done"
    let runsvdir = try scene.start(under: injector, then: ["--", "sh", "-c", script])
    defer { runsvdir.signal(SIGKILL) }
    if let report = try scene.earlyEnd(runsvdir, before: "command") { return report }
    let descriptors = runsvdir.openFiles()
    let vital = SuperviseView(path: scene.place("services/vital/supervise"))
    try awaitTruth("vital", of: runsvdir) { scene.isUp("vital") }
    guard let process = vital.status?.pid, process > 1 else { throw Broken("vital has no process") }
    kill(process, SIGKILL)
    let report = try scene.end(runsvdir, code: 137, descriptors)
    try demand(scene.place.lines("told") == ["told"], "the main program was not told")
    try demand(scene.births(of: "vital") == 1, "vital was started again")
    let reason = "runsvdir scan: info: essential service vital ended: signal KILL\n"
    try demand(runsvdir.error.contains(reason) || injector.hasSilenced, "did not say why: \(runsvdir.error)")
    return report
  }
}
