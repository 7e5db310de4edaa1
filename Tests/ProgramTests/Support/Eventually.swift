import Foundation
import Testing

/// Waits until `condition` holds and fails the test when it does not within `seconds`.
func eventually(
  within seconds: Double = 10, _ what: @autoclosure () -> String = "condition",
  sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () throws -> Bool
) rethrows {
  let deadline = Date().addingTimeInterval(seconds)
  while try !condition() {
    guard Date() < deadline else {
      Issue.record("\(what()) did not come true within \(seconds) s", sourceLocation: sourceLocation)
      return
    }
    usleep(2_000)
  }
}
