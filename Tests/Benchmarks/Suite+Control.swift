import CLibc
import Foundation

/// What a person or a script asks a suite to do.
enum ControlOperation {
  case status
  /// Ends when the new daemon runs.
  case restart
}

extension Suite {
  /// The calls that carry out `operation` on `services`, and whether they run side by side.
  func calls(_ operation: ControlOperation, _ services: [String]) throws -> (calls: [[String]], areParallel: Bool) {
    switch (family, operation) {
    case (.runit, .status): ([[path("sv"), "status"] + services], false)
    case (.runit, .restart): ([[path("sv"), "restart"] + services], false)
    case (.s6, .status): (services.map { [path("s6-svstat"), $0] }, false)
    case (.s6, .restart): (services.map { [path("s6-svc"), "-wr", "-T7000", "-r", $0] }, true)
    case (.daemontools, .status): ([[path("svstat")] + services], false)
    case (.daemontools, .restart): throw Failure("svc does not wait")
    }
  }

  /// What stands in the line of a service that runs.
  var runningMark: String { family == .runit ? "run: " : "up (pid " }

  /// Begins an orderly end of the scanner and of all services.
  func stop(_ tree: Tree) throws {
    switch family {
    case .runit: kill(tree.scanner.process, SIGHUP)
    case .s6: kill(tree.scanner.process, SIGTERM)
    case .daemontools:
      kill(tree.scanner.process, SIGTERM)
      _ = try tree.workshop.start(self, [path("svc"), "-dx"] + tree.serviceDirectories)
    }
  }

  /// Tells the scanner of a new link where it would not look by itself.
  func announceLink(in tree: Tree) throws {
    guard family == .s6 else { return }
    _ = try tree.workshop.start(self, [path("s6-svscanctl"), "-a", tree.directory]).wait()
  }

  /// Tells the scanner, or the supervisor, of a link that was removed.
  func announceRemoval(of service: String, in tree: Tree) throws {
    switch family {
    case .runit: break
    case .s6: _ = try tree.workshop.start(self, [path("s6-svscanctl"), "-an", tree.directory]).wait()
    case .daemontools: _ = try tree.workshop.start(self, [path("svc"), "-dx", service]).wait()
    }
  }
}
