import CLibc
import Foundation

/// A scanner of a suite over services in a fresh directory.
final class Tree {
  let workshop: Workshop
  let suite: Suite
  let directory: String
  let names: [String]
  private(set) var scanner: Child
  /// When, on our clock, the scanner was started.
  private(set) var startTime = 0.0
  /// The first start of each daemon, in the order of `names`.
  private(set) var starts: [Beacons.Start] = []

  /// A suite may delay the restart of a daemon that is younger than a second.
  static let adolescence = 1.3

  /// Makes `count` services, of which the first `logged` have a logger, starts the scanner and waits for all daemons.
  init(_ suite: Suite, count: Int, logged: Int = 0, in workshop: Workshop) throws {
    if let capacity = suite.capacity, count > capacity { throw Failure("takes no more than \(capacity) services") }
    self.workshop = workshop
    self.suite = suite
    directory = try workshop.freshDirectory()
    names = workshop.freshNames(count)
    for (index, name) in names.enumerated() {
      try Tree.makeService(directory + "/" + name, suite, hasLog: index < logged, in: workshop)
    }
    // As at a boot: runsvdir waits when its directory was changed within this second.
    var past = [timeval(tv_sec: 1_000_000_000, tv_usec: 0), timeval(tv_sec: 1_000_000_000, tv_usec: 0)]
    utimes(directory, &past)
    startTime = Clock.now
    scanner = try workshop.start(suite, suite.scanner(directory, count: count), session: true)
    starts = try workshop.beacons.wait(for: names, seconds: 90)
  }

  /// Makes the directory of a service.
  static func makeService(_ path: String, _ suite: Suite, hasLog: Bool = false, in workshop: Workshop) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: path, withIntermediateDirectories: false)
    try files.createSymbolicLink(atPath: path + "/run", withDestinationPath: workshop.daemon)
    guard hasLog else { return }
    let call = try suite.logger(path + "/log/main")
    let script = "#!/bin/sh\nexec \(call.joined(separator: " "))\n"
    try Data(script.utf8).write(to: URL(fileURLWithPath: path + "/log/run"))
    chmod(path + "/log/run", 0o755)
  }

  /// Has services say when they are ready, from their next start on, to a suite that asks.
  func announceReadiness(of names: [String]) throws {
    for name in names {
      try Data("3\n".utf8).write(to: URL(fileURLWithPath: directory + "/" + name + "/notification-fd"))
    }
  }

  var serviceDirectories: [String] { names.map { directory + "/" + $0 } }

  /// Seconds until the last daemon ran.
  var startSeconds: Double { (starts.map(\.time).max() ?? startTime) - startTime }

  /// The processes of a tree by their part.
  struct Parts {
    var supervisors: [pid_t] = []
    var loggers: [pid_t] = []
    var daemons: [pid_t] = []
    var all: [pid_t] { supervisors + loggers + daemons }
  }

  func parts() -> Parts {
    let table = ProcessTable()
    var parts = Parts()
    for process in table.descendants(of: scanner.process) {
      switch table.names[process] {
      case String(suite.programs.supervisor.prefix(15)): parts.supervisors.append(process)
      case suite.programs.logger: parts.loggers.append(process)
      default: parts.daemons.append(process)
      }
    }
    return parts
  }

  /// The parts, once each of `count` services has its supervisor, its daemon, and `logged` of them their logger.
  func settledParts(logged: Int = 0) throws -> Parts {
    var parts = Parts()
    try Clock.wait(for: "a supervisor and a daemon for each service", seconds: 20, interval: 0.05) {
      parts = self.parts()
      return parts.supervisors.count >= names.count && parts.loggers.count == logged
        && Set(parts.daemons).isSuperset(of: starts.map(\.process))
    }
    return parts
  }

  /// Waits until the daemons are old enough to be restarted at once.
  func grow() throws { try Clock.pass(Tree.adolescence) }
}
