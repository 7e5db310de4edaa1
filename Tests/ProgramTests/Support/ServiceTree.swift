import Foundation
import Glibc
import Testing

/// A scan directory of one test, with services that know each other, and a `runsv` for each that is started.
///
/// What begins with `#!` becomes executable; all other files are plain. Scripts tell what they do by `echo WORDS
/// >>../events`.
final class ServiceTree {
  let place: TemporaryDirectory
  private(set) var supervisors: [String: RunningProgram] = [:]

  init(_ services: [String: [String: String]] = [:]) throws {
    place = try TemporaryDirectory()
    for (name, files) in services { try add(name, files) }
  }

  /// The names of those that were started.
  var services: [String] { Array(supervisors.keys) }

  deinit { for (_, runsv) in supervisors { runsv.signal(SIGKILL) } }

  func add(_ name: String, _ files: [String: String]) throws {
    try FileManager.default.createDirectory(atPath: place(name), withIntermediateDirectories: true)
    for (file, content) in files { try write("\(name)/\(file)", content) }
  }

  func write(_ path: String, _ content: String) throws {
    try place.write(path, content, mode: content.hasPrefix("#!") ? 0o755 : 0o644)
  }

  /// Starts a `runsv` for each service and waits until all of them supervise.
  func start(_ names: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    try start(names, sourceLocation: sourceLocation)
  }

  func start(_ names: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
    for name in names { try launch(name) }
    for name in names {
      eventually(within: 60, "supervision of \(name)", sourceLocation: sourceLocation) { isSupervised(name) }
    }
  }

  @discardableResult
  func launch(_ name: String) throws -> RunningProgram {
    let runsv = try RunningProgram(program: "runsv", [name], in: place.path)
    supervisors[name] = runsv
    return runsv
  }

  /// Whether somebody reads the FIFO `ok`.
  func isSupervised(_ name: String) -> Bool {
    let descriptor = open(place("\(name)/supervise/ok"), O_WRONLY | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    close(descriptor)
    return true
  }

  /// Writes bytes to `supervise/control`, as `sv` does.
  func send(_ commands: String, to name: String) {
    let descriptor = open(place("\(name)/supervise/control"), O_WRONLY | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    _ = Glibc.write(descriptor, commands, commands.utf8.count)
    close(descriptor)
  }

  func terminate(_ names: String...) { for name in names { supervisors[name]?.signal(SIGTERM) } }

  /// How the `runsv` of `name` ended.
  func ending(of name: String, within seconds: Double = 20) -> RunningProgram.Ending? {
    supervisors[name]?.wait(within: seconds)
  }
}

// What the state files and the scripts say.
extension ServiceTree {
  /// The keys and values of `supervise/detail`.
  func detail(_ name: String) -> [String: String] {
    let lines = (place.read("\(name)/supervise/detail") ?? "").split(separator: "\n")
    let pairs = lines.map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
    return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { first, _ in first }
  }

  func phase(_ name: String) -> String { detail(name)["phase"] ?? "unsupervised" }

  func process(_ name: String) -> pid_t { detail(name)["pid"].flatMap { pid_t($0) } ?? 0 }

  /// Kills the process of the service, as soon as there is one.
  func killProcess(of name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    eventually("a process of \(name)", sourceLocation: sourceLocation) {
      let process = process(name)
      return process > 0 && kill(process, SIGKILL) == 0
    }
  }

  func wait(
    for phase: String, of names: String..., within seconds: Double = 20,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for name in names {
      eventually(within: seconds, "\(phase) of \(name)", sourceLocation: sourceLocation) { self.phase(name) == phase }
    }
  }

  /// The lines of the file `events`.
  var events: [String] { (place.read("events") ?? "").split(separator: "\n").map(String.init) }

  func wait(
    for event: String, times: Int = 1, within seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    eventually(within: seconds, "\(times) times \(event)", sourceLocation: sourceLocation) {
      events.count { $0 == event } >= times
    }
  }

  /// What the runsv of `name` has said.
  func complaints(of name: String) -> [String] {
    (supervisors[name]?.error ?? "").split(separator: "\n").map(String.init)
  }

  /// What Debian's `sv status` says, which knows nothing of any extension; ages are replaced by N, process ids by PID.
  func referenceStatus(_ name: String) throws -> String {
    let outcome = try run(
      "sv", ["status", name], executable: Programs.reference + "/sv", environment: ["SVDIR": place.path])
    return outcome.output.trimmingCharacters(in: .newlines)
      .replacing(/pid [0-9]+/, with: "pid PID").replacing(/[0-9]+s/, with: "Ns")
  }
}

/// Scripts for services.
enum TreeScript {
  /// A daemon that ends when it is told to.
  static let sleeper = "#!/bin/sh\nexec sleep 1000\n"
  /// One that says that it is ready, on descriptor 3.
  static let notifier = "#!/bin/sh\necho \"start ${PWD##*/}\" >>../events\necho >&3\nexec sleep 1000 3>&-\n"
  /// The same without a word about it.
  static let notifierAlone = "#!/bin/sh\necho >&3\nexec sleep 1000 3>&-\n"
  /// A finish that says so.
  static let finish = "#!/bin/sh\necho \"stop ${PWD##*/} $1 $2\" >>../events\n"

  /// A service that notifies, with `dependencies`.
  static func member(_ dependencies: [String] = []) -> [String: String] {
    var files = ["run": notifier, "finish": finish, "notification-fd": "3\n"]
    if !dependencies.isEmpty { files["dependencies"] = dependencies.joined(separator: "\n") + "\n" }
    return files
  }
}
