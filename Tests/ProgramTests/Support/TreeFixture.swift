import Foundation

/// A tree of real programs: `runsvdir` over a scan directory of services that write down what happens to them.
final class TreeFixture {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(atPath: directory("scan"), withIntermediateDirectories: false)
  }

  /// A service; `run` is the text of a script that finds `$D`, the test's directory.
  func add(_ service: String, run: String, files: [String: String] = [:]) throws {
    try directory.write("scan/\(service)/run", "#!/bin/sh\n\(run)\n", mode: 0o755)
    for (name, content) in files { try directory.write("scan/\(service)/\(name)", content) }
  }

  /// A service that says so, and goes a moment later, when it gets TERM.
  func addObedient(_ service: String, files: [String: String] = [:]) throws {
    try add(
      service,
      run:
        "trap 'sleep 0.1; echo \(service) >>$D/stopped; exit 0' TERM; echo \(service) >>$D/up; while :; do sleep 0.02; done",
      files: files)
  }

  /// A service that TERM does not impress.
  func addStubborn(_ service: String) throws {
    try add(
      service, run: "trap 'echo \(service) >>$D/asked' TERM; echo \(service) >>$D/up; while :; do sleep 0.02; done")
  }

  private var environment: [String: String] { ["PATH": Programs.directory + ":/usr/bin:/bin", "D": directory.path] }

  /// Starts `runsvdir OPTIONS DIR OPERANDS`.
  func start(_ options: [String] = [], then operands: [String] = []) throws -> RunningProgram {
    try RunningProgram(
      program: "runsvdir", options + [directory("scan")] + operands, environment: environment, session: true)
  }

  /// The same as PID 1 of a namespace of its own, with `preparation`, a shell command, before it.
  func startContainer(
    _ options: [String] = [], then operands: [String] = [], preparation: String = ":"
  ) throws -> RunningProgram {
    let words = [Programs.path("runsvdir")] + options + [directory("scan")] + operands
    return try RunningProgram(
      "/usr/bin/unshare",
      ["unshare", "--fork", "--pid", "--mount-proc", "--kill-child", "sh", "-c", "\(preparation); exec \"$@\"", "sh"]
        + words, environment: environment, session: true)
  }

  /// PID 1 of the namespace that `unshare` made, seen from outside, once it is `runsvdir`.
  func initial(of unshare: RunningProgram) -> ProcessEntry? {
    ProcessTable.children(of: unshare.id).first { $0.executable?.hasSuffix("/runsvdir") == true }
  }

  func state(of service: String) -> String? { directory.read("scan/\(service)/supervise/stat") }

  /// Whether all these obedient and stubborn services are ready for TERM.
  func areUp(_ services: String...) -> Bool { Set(lines("up")).isSuperset(of: services) }

  /// The lines of a file that services write to.
  func lines(_ name: String) -> [String] { (directory.read(name) ?? "").split(separator: "\n").map(String.init) }
}
