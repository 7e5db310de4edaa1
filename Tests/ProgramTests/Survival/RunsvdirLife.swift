import Foundation

/// A scan directory: a service is there at first, another comes, the first goes, a runsv is killed, and the tree ends.
struct RunsvdirLife: ScriptedLife {
  static let program = "runsvdir"

  private let place: TemporaryDirectory

  init() throws {
    place = try TemporaryDirectory()
    for name in ["one", "two"] {
      try place.write("services/\(name)/run", "#!/bin/sh\necho $$ >>births\nexec sleep 1000\n", mode: 0o755)
    }
    try FileManager.default.createDirectory(atPath: place("scan"), withIntermediateDirectories: false)
    try link("one")
  }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let path = (Programs.shipped("runsv") as NSString).deletingLastPathComponent + ":/usr/bin:/bin"
    let runsvdir = try injector.start(
      Programs.shipped("runsvdir"), ["runsvdir", "-P", "scan"], environment: ["PATH": path], in: place.path)
    defer { runsvdir.signal(SIGKILL) }
    let hasBegun = comesTrue(within: 25) { isUp("one") || runsvdir.poll() != nil }
    try demand(hasBegun, "one does not come up: \(runsvdir.error)")
    if runsvdir.poll() != nil { return try refused(runsvdir) }
    try link("two")
    try awaitTruth("two", of: runsvdir) { isUp("two") }
    try FileManager.default.removeItem(atPath: place("scan/one"))
    try awaitTruth("end of one", of: runsvdir) { place.processes(in: "services/one").isEmpty }
    let former = try supervisor("two", runsvdir)
    kill(former, SIGKILL)
    try awaitTruth("death of the runsv of two", of: runsvdir) { !ProcessEntry(former).isAlive }
    try awaitTruth("another runsv of two", of: runsvdir) { isUp("two") }
    try demand(place.lines("services/two/births").count == 1, "two was started again")
    let descriptors = runsvdir.openFiles()
    runsvdir.signal(SIGHUP)
    try awaitTruth("end", of: runsvdir) { runsvdir.poll() != nil }
    try demand(runsvdir.poll() == .exited(111), "ended with \(String(describing: runsvdir.poll()))")
    try demandNothingRuns()
    try runsvdir.demandGoodManners("runsvdir scan: ")
    return LifeReport(ending: .whole, descriptors: descriptors, files: place.files)
  }

  private func refused(_ runsvdir: RunningProgram) throws -> LifeReport {
    try demand(runsvdir.hasRefused(100, "runsvdir scan: "), "ended with \(runsvdir.poll()!): \(runsvdir.error)")
    try demand(place.read("services/one/births") == nil, "something ran")
    try demandNothingRuns()
    return LifeReport(ending: .refused)
  }

  private func link(_ name: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: place("scan/" + name), withDestinationPath: "../services/" + name)
  }

  /// Whether a runsv and one daemon are there, and the status says so.
  private func isUp(_ name: String) -> Bool {
    let view = SuperviseView(path: place("services/\(name)/supervise"))
    guard view.isSupervised, let status = view.status, status.state == 1 else { return false }
    let processes = place.processes(in: "services/" + name)
    return processes.count == 2 && processes.contains { $0.id == status.pid && $0.arguments.first == "sleep" }
  }

  private func supervisor(_ name: String, _ runsvdir: RunningProgram) throws -> pid_t {
    let found = place.processes(in: "services/" + name).filter { $0.arguments.first == "runsv" }
    try demand(found.count == 1 && found[0].parent == runsvdir.id, "supervisors of \(name): \(found.map(\.id))")
    return found[0].id
  }

  private func demandNothingRuns() throws {
    let isQuiet = comesTrue(within: 5) { place.processes().isEmpty }
    try demand(isQuiet, "left over: \(place.processes().map { "\($0.arguments) in \($0.workingDirectory ?? "?")" })")
  }
}
