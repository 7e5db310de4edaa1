import Foundation
import Testing

/// A service directory of one test and the `runsv` that supervises it.
///
/// What begins with `#!` becomes executable; all other files are plain.
final class ServiceFixture {
  /// The name of the service, and of its directory in ``place``.
  static let name = "web"

  let place: TemporaryDirectory
  /// The last `runsv` that was started here.
  private(set) var runsv: RunningProgram?

  init(_ files: [String: String] = ["run": Script.sleeper]) throws {
    place = try TemporaryDirectory()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    for (name, content) in files { try write(name, content) }
  }

  deinit { runsv?.signal(SIGKILL) }

  /// The service directory.
  var path: String { place(Self.name) }
  var service: SuperviseView { SuperviseView(path: self("supervise")) }
  var log: SuperviseView { SuperviseView(path: self("log/supervise")) }

  func callAsFunction(_ name: String) -> String { path + "/" + name }

  func write(_ name: String, _ content: String) throws {
    try place.write(Self.name + "/" + name, content, mode: content.hasPrefix("#!") ? 0o755 : 0o644)
  }

  func read(_ name: String) -> String? { place.read(Self.name + "/" + name) }
  func exists(_ name: String) -> Bool { place.exists(Self.name + "/" + name) }
  func makeDirectory(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: self(name), withIntermediateDirectories: true)
  }
  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: self(name), withDestinationPath: target)
  }
  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: self(name)) }

  /// Starts `runsv` for the directory without waiting for anything.
  @discardableResult
  func launch(environment: [String: String] = [:]) throws -> RunningProgram {
    let program = try RunningProgram(program: "runsv", [Self.name], environment: environment, in: place.path)
    runsv = program
    return program
  }

  /// Starts `runsv` from a shell that has done `preparation` before.
  @discardableResult
  func launch(after preparation: String) throws -> RunningProgram {
    let command = "\(preparation) \(Programs.path("runsv")) \(Self.name)"
    let program = try RunningProgram("/bin/sh", ["sh", "-c", command], in: place.path)
    runsv = program
    return program
  }

  /// Starts `runsv` and waits until it supervises.
  func start(sourceLocation: SourceLocation = #_sourceLocation) throws {
    try launch()
    eventually("supervision", sourceLocation: sourceLocation) { service.isSupervised }
  }

  /// Starts `runsv` and waits until the service is in the state `text`.
  func start(until text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try start(sourceLocation: sourceLocation)
    service.wait(for: text, sourceLocation: sourceLocation)
  }

  /// Runs `runsv` to an end that is expected soon.
  func outcome() throws -> Outcome { try run("runsv", [Self.name], in: place.path) }

  /// Starts `runsv` and waits until the recorder is ready for signals.
  func startRecorder(sourceLocation: SourceLocation = #_sourceLocation) throws {
    try start(until: "run", sourceLocation: sourceLocation)
    wait(for: "ready", sourceLocation: sourceLocation)
  }

  /// The lines of the file `events`, which the scripts write.
  var events: [String] { (read("events") ?? "").split(separator: "\n").map(String.init) }

  func count(_ event: String) -> Int { events.count { $0 == event } }

  /// Waits until `event` was recorded `times` times.
  func wait(for event: String, times: Int = 1, sourceLocation: SourceLocation = #_sourceLocation) {
    eventually(within: 20, "\(times) times \(event) in \(self)", sourceLocation: sourceLocation) {
      count(event) >= times
    }
  }

  /// Kills `runsv` alone, and waits for its death: what it supervised lives on.
  func killRunsv(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let runsv = try #require(runsv, sourceLocation: sourceLocation)
    runsv.signal(SIGKILL)
    #expect(runsv.wait() == .signalled(SIGKILL), sourceLocation: sourceLocation)
  }

  /// How `runsv` ended; `nil` when it still runs.
  func ending(within seconds: Double = 20) -> RunningProgram.Ending? { runsv?.wait(within: seconds) }
}

extension ServiceFixture: CustomStringConvertible {
  /// All that helps to see why a test has failed.
  var description: String {
    let ending = runsv?.poll().map { "\($0)" } ?? "running"
    return "events \(events), stat \(service.stat ?? "missing"), runsv \(ending), error \(runsv?.error ?? "")"
  }
}
