import Foundation

/// A scan directory of services that write down their lives, and the `runsvdir` over it.
struct RunsvdirScene {
  let place: TemporaryDirectory

  init(_ services: String...) throws {
    place = try TemporaryDirectory()
    for name in services {
      try place.write("services/\(name)/run", "#!/bin/sh\necho $$ >>births\nexec sleep 1000\n", mode: 0o755)
    }
    try FileManager.default.createDirectory(atPath: place("scan"), withIntermediateDirectories: false)
  }

  func link(_ name: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: place("scan/" + name), withDestinationPath: "../services/" + name)
  }

  func unlink(_ name: String) throws { try FileManager.default.removeItem(atPath: place("scan/" + name)) }

  /// Starts `runsvdir scan OPERANDS` under `injector`; one with a main program says into a pipe how that ended.
  func start(under injector: FaultInjector, then operands: [String] = []) throws -> RunningProgram {
    let path = (Programs.shipped("runsv") as NSString).deletingLastPathComponent + ":/usr/bin:/bin"
    return try injector.start(
      Programs.shipped("runsvdir"), ["runsvdir", "-P", "scan"] + operands, environment: ["PATH": path], in: place.path,
      error: operands.isEmpty ? nil : try ErrorPipe())
  }

  /// Waits until `name` is up; `false` when `runsvdir` has ended before.
  func begins(_ runsvdir: RunningProgram, with name: String) throws -> Bool {
    let hasBegun = comesTrue(within: 25) { isUp(name) || runsvdir.poll() != nil }
    try demand(hasBegun, "\(name) does not come up: \(runsvdir.error)")
    return runsvdir.poll() == nil
  }

  /// Waits until the main program has written the file `sign`; how it went when `runsvdir` has ended before.
  func earlyEnd(_ runsvdir: RunningProgram, before sign: String) throws -> LifeReport? {
    let hasCommand = comesTrue(within: 25) { !place.lines(sign).isEmpty || runsvdir.poll() != nil }
    try demand(hasCommand, "the main program does not start: \(runsvdir.error)")
    if runsvdir.error.hasSuffix(": warning: unable to start sh: input/output error\n") {
      return try end(runsvdir, code: 126, [])  // no shortage, which would pass
    }
    return runsvdir.poll() == nil ? nil : try refused(runsvdir, with: "one")
  }

  /// Sees that `runsvdir` has ended before it had done anything.
  func refused(_ runsvdir: RunningProgram, with name: String) throws -> LifeReport {
    try demand(runsvdir.hasRefused(100, "runsvdir scan: "), "ended with \(runsvdir.poll()!): \(runsvdir.error)")
    try demand(births(of: name) == 0, "something ran")
    try demandNothingRuns()
    return LifeReport(ending: .refused)
  }

  /// Waits for the end of `runsvdir`, with `code`, and sees that nothing is left; `descriptors` are what it had open.
  func end(_ runsvdir: RunningProgram, code: Int32, _ descriptors: [String]) throws -> LifeReport {
    try awaitTruth("end", of: runsvdir) { runsvdir.poll() != nil }
    let ending = runsvdir.poll()
    try demand(ending == .exited(code), "ended with \(String(describing: ending)): \(runsvdir.error)")
    try demandNothingRuns()
    try runsvdir.demandGoodManners("runsvdir scan: ")
    return LifeReport(ending: .whole, descriptors: descriptors, files: place.files)
  }

  /// Whether a runsv and one daemon are there, and the status says so.
  func isUp(_ name: String) -> Bool {
    let view = SuperviseView(path: place("services/\(name)/supervise"))
    guard view.isSupervised, let status = view.status, status.state == 1 else { return false }
    let processes = place.processes(in: "services/" + name)
    return processes.count == 2 && processes.contains { $0.id == status.pid && $0.arguments.first == "sleep" }
  }

  func births(of name: String) -> Int { place.lines("services/\(name)/births").count }

  /// Kills the runsv of `name` and waits for another one, which adopts the service.
  func replaceSupervisor(of name: String, _ runsvdir: RunningProgram) throws {
    try awaitTruth(name, of: runsvdir) { isUp(name) }
    let found = place.processes(in: "services/" + name).filter { $0.arguments.first == "runsv" }
    try demand(found.count == 1 && found[0].parent == runsvdir.id, "supervisors of \(name): \(found.map(\.id))")
    let births = births(of: name)
    kill(found[0].id, SIGKILL)
    try awaitTruth("death of the runsv of \(name)", of: runsvdir) { !found[0].isAlive }
    try awaitTruth("another runsv of \(name)", of: runsvdir) { isUp(name) }
    try demand(self.births(of: name) == births, "\(name) was started again")
  }

  private func demandNothingRuns() throws {
    let isQuiet = comesTrue(within: 5) { place.processes().isEmpty }
    try demand(isQuiet, "left over: \(place.processes().map { "\($0.arguments) in \($0.workingDirectory ?? "?")" })")
  }
}
