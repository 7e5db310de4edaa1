import CLibc
import Foundation

extension Tree {
  /// Carries out a control operation on services and returns the seconds that it took.
  ///
  /// What it did is looked at afterwards: a suite that comes back too early has no figure.
  func control(_ operation: ControlOperation, _ services: [String]) throws -> Double {
    let before = services.map { workshop.beacons.starts(of: $0) }
    let answer = workshop.path + "/answer"
    let output = open(answer, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o600)
    defer { close(output) }
    let (calls, areParallel) = try suite.calls(operation, services.map { directory + "/" + $0 })
    let begin = Clock.now
    if areParallel {
      let children = try calls.map { try workshop.start(suite, $0, output: output) }
      for child in children { try expectSuccess(child.wait()) }
    } else {
      for call in calls { try expectSuccess(workshop.start(suite, call, output: output).wait()) }
    }
    let seconds = Clock.now - begin

    switch operation {
    case .status:
      let lines = try String(contentsOfFile: answer, encoding: .utf8).split(separator: "\n")
      let running = lines.count { $0.contains(suite.runningMark) }
      guard running == services.count else { throw Failure("status shows \(running) of \(services.count) running") }
    case .restart:
      for (name, count) in zip(services, before) {
        _ = try workshop.beacons.wait(for: [name], count: count + 1, seconds: 2)
      }
    }
    return seconds
  }

  private func expectSuccess(_ end: Child.End) throws {
    guard end.exitCode == 0 else { throw Failure("exit code \(end.exitCode.map(String.init) ?? "none: a signal")") }
  }
}
