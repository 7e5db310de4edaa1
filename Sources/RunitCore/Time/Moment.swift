/// When something happened, on both clocks: one for files, one for waiting.
package struct Moment: Equatable, Sendable {
  /// Nanoseconds on a clock that is never set.
  package let monotonic: Int64
  /// The time of day, which an operator may set.
  package let wall: TAI64N

  package init(monotonic: Int64, wall: TAI64N) {
    self.monotonic = monotonic
    self.wall = wall
  }
}

/// A point of the monotonic clock at which something is due.
package struct Deadline: Comparable, Sendable {
  /// Nanoseconds.
  package let monotonic: Int64

  /// Nothing is due, ever.
  package static let never = Deadline(monotonic: .max)

  package init(monotonic: Int64) { self.monotonic = monotonic }

  init(_ moment: Moment, plusMilliseconds milliseconds: UInt32) {
    monotonic = moment.monotonic + Int64(milliseconds) * 1_000_000
  }

  /// Whether it is due at `moment`, which is looked for only when anything is due some day.
  package func isReached(at moment: @autoclosure () -> Moment) -> Bool {
    self != .never && monotonic <= moment().monotonic
  }

  /// Milliseconds from `moment` on, rounded up; `nil` for ``never``.
  package func milliseconds(from moment: @autoclosure () -> Moment) -> Int32? {
    guard self != .never else { return nil }
    let rest = max(0, monotonic - moment().monotonic)
    return Int32(clamping: (rest + 999_999) / 1_000_000)
  }

  package static func < (left: Deadline, right: Deadline) -> Bool { left.monotonic < right.monotonic }
}
