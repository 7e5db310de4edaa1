/// When to try again what the kernel has refused: after a second, then later and later, up to eight.
package struct Retry: Sendable {
  private static let firstPauseMilliseconds: UInt32 = 1_000
  private static let longestPauseMilliseconds: UInt32 = 8_000

  /// ``Deadline/never`` while nothing is left to be done.
  package private(set) var deadline = Deadline.never
  private var pauseMilliseconds: UInt32 = 0

  package init() {}

  /// Takes note of whether something is left to be done after a try at `moment`. A try before its time changes nothing.
  package mutating func note(isBehind: Bool, at moment: @autoclosure () -> Moment) {
    guard isBehind else {
      if deadline != .never { self = Retry() }
      return
    }
    let now = moment()
    guard deadline == .never || deadline.isReached(at: now) else { return }
    pauseMilliseconds =
      pauseMilliseconds == 0
      ? Self.firstPauseMilliseconds : min(2 * pauseMilliseconds, Self.longestPauseMilliseconds)
    deadline = Deadline(now, plusMilliseconds: pauseMilliseconds)
  }
}
