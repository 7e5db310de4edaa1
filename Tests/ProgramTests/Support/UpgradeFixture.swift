import CLibc
import Foundation
import Testing

/// A service under a `runsv` whose program file is the test's, to be replaced.
final class UpgradeFixture {
  let place: TemporaryDirectory
  /// The program file.
  let program: String
  private let calledAs: String
  private(set) var runsv: RunningProgram?

  /// `runsv` of the other configuration than the one under test, where that was built.
  static let otherBuild: String? = {
    let build = URL(fileURLWithPath: Programs.path("runsv")).resolvingSymlinksInPath()
    let parts = build.pathComponents.map { $0 == "debug" ? "release" : $0 == "release" ? "debug" : $0 }
    let path = NSString.path(withComponents: parts)
    return path != build.path && FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  /// `program` is how it is called from the directory of the service's siblings.
  init(_ files: [String: String] = ["run": Script.sleeper], program calledAs: String? = nil) throws {
    place = try TemporaryDirectory()
    program = place("programs/runsv")
    self.calledAs = calledAs ?? program
    for directory in ["programs", "services"] {
      try FileManager.default.createDirectory(atPath: place(directory), withIntermediateDirectories: false)
    }
    for (name, content) in files { try write(name, content) }
    try install(Programs.path("runsv"))
  }

  var service: SuperviseView { SuperviseView(path: place("services/web/supervise")) }
  var log: SuperviseView { SuperviseView(path: place("services/web/log/supervise")) }
  var events: [String] { (read("events") ?? "").split(separator: "\n").map(String.init) }
  var logged: String { read("logged") ?? "" }

  func write(_ name: String, _ content: String) throws {
    try place.write("services/web/" + name, content, mode: content.hasPrefix("#!") ? 0o755 : 0o644)
  }

  func read(_ name: String) -> String? { place.read("services/web/" + name) }
  func count(_ event: String) -> Int { events.count { $0 == event } }

  func wait(for event: String, times: Int = 1, sourceLocation: SourceLocation = #_sourceLocation) {
    eventually(within: 20, "\(times) times \(event) in \(events)", sourceLocation: sourceLocation) {
      count(event) >= times
    }
  }

  /// The keys and values of `supervise/detail`.
  var detail: [String: String] {
    let lines = (read("supervise/detail") ?? "").split(separator: "\n")
    let pairs = lines.map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
    return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { first, _ in first }
  }

  func wait(forPhase phase: String, sourceLocation: SourceLocation = #_sourceLocation) {
    eventually(within: 20, "\(phase) in \(detail)", sourceLocation: sourceLocation) { detail["phase"] == phase }
  }

  /// Starts `runsv` and waits until it supervises.
  func start(sourceLocation: SourceLocation = #_sourceLocation) throws -> RunningProgram {
    let runsv = try RunningProgram(calledAs, ["runsv", "web"], in: place("services"))
    self.runsv = runsv
    eventually("supervision", sourceLocation: sourceLocation) { service.isSupervised }
    return runsv
  }

  /// Puts a copy of `build` in the place of the program, as a package manager does. A child copies it: were it open here
  /// for writing while another test makes a child, it could not be executed.
  private func install(_ build: String) throws {
    _ = try run("cp", [build, program + ".new"], executable: "/bin/cp")
    rename(program + ".new", program)
  }

  /// Replaces the program file and waits until `runsv` is the new one.
  func upgrade(
    to build: String = Programs.path("runsv"), sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let runsv = try #require(runsv, sourceLocation: sourceLocation)
    try install(build)
    #expect(runsv.entry.executable == program + " (deleted)", sourceLocation: sourceLocation)
    runsv.signal(SIGUSR1)
    eventually("the new program", sourceLocation: sourceLocation) { runsv.entry.executable == program }
  }

  deinit { runsv?.signal(SIGKILL) }
}
