import Foundation
import Glibc
import Testing

/// A scan directory of etc-service/.scenarios, copied for one test, under our `runsvdir`, `runsv` and `sv`.
final class Scenario {
  let place: TemporaryDirectory
  private(set) var runsvdir: RunningProgram?
  private let environment: [String: String]

  /// The directories that the services write to are made: `STATE`, `LOGS` and `VAR` lead there.
  init(_ name: String, environment: [String: String] = [:]) throws {
    place = try TemporaryDirectory()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    let source = root.standardizedFileURL.appending(path: "etc-service/.scenarios/" + name)
    try FileManager.default.copyItem(atPath: source.path, toPath: place("scan"))
    mkdir(place("state"), 0o755)
    let places = ["STATE": place("state"), "LOGS": place("state"), "VAR": place("state"), "SVDIR": place("scan")]
    self.environment = places.merging(environment) { $1 }
  }

  deinit {
    if let runsvdir, runsvdir.poll() == nil {
      runsvdir.signal(SIGHUP)
      _ = runsvdir.wait(within: 5)
    }
  }

  func start(_ options: [String] = []) throws {
    runsvdir = try RunningProgram(
      program: "runsvdir", options + [place("scan")], environment: environment, in: place.path, session: true)
  }

  /// Tells the whole tree to end, and waits for that.
  func stop(within seconds: Double = 30) -> RunningProgram.Ending? {
    runsvdir?.signal(SIGHUP)
    return runsvdir?.wait(within: seconds)
  }

  func sv(_ arguments: String...) throws -> Outcome { try run("sv", arguments, environment: environment, within: 40) }

  /// What `sv status` says, with N for ages and PID for process ids.
  func status(_ name: String) throws -> String {
    try sv("status", name).output.trimmingCharacters(in: .newlines)
      .replacing(/pid [0-9]+/, with: "pid PID").replacing(/[0-9]+s/, with: "Ns")
  }

  /// A key of `supervise/detail`.
  func detail(_ name: String, _ key: String) -> String? {
    let lines = (place.read("scan/\(name)/supervise/detail") ?? "").split(separator: "\n")
    return lines.first { $0.hasPrefix(key + " ") }.map { String($0.dropFirst(key.count + 1)) }
  }

  func wait(
    for phase: String, of names: String..., within seconds: Double = 20,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for name in names {
      eventually(within: seconds, "\(phase) of \(name)", sourceLocation: sourceLocation) {
        detail(name, "phase") == phase
      }
    }
  }

  /// How long after the link to a service was made its state was published last, by the clock of the file system.
  func secondsFromLinkToState(_ name: String) throws -> Double {
    var (link, state) = (stat(), stat())
    try #require(lstat(place("scan/" + name), &link) == 0 && stat(place("scan/\(name)/supervise/status"), &state) == 0)
    let seconds = Double(state.st_mtim.tv_sec - link.st_mtim.tv_sec)
    return seconds + Double(state.st_mtim.tv_nsec - link.st_mtim.tv_nsec) / 1e9
  }

  func lines(_ path: String) -> [String] { (place.read(path) ?? "").split(separator: "\n").map(String.init) }
}
