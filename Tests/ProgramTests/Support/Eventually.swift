import Foundation
import Testing

/// Waits until `condition` holds and fails the test when it does not within `seconds`.
func eventually(
  within seconds: Double = 10, _ what: @autoclosure () -> String = "condition",
  sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () throws -> Bool
) rethrows {
  guard try !comesTrue(within: seconds, condition) else { return }
  Issue.record("\(what()) did not come true within \(seconds) s", sourceLocation: sourceLocation)
}

/// Waits until `condition` holds; returns whether it did within `seconds`.
func comesTrue(within seconds: Double, _ condition: () throws -> Bool) rethrows -> Bool {
  let deadline = Date().addingTimeInterval(seconds)
  while try !condition() {
    guard Date() < deadline else { return false }
    usleep(2_000)
  }
  return true
}
