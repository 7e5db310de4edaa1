/// The time that a process has to live before it counts as running: one with a broken configuration ends sooner.
package struct Probation: Sendable {
  /// Nanoseconds. runit's `sv` looks a second time when about as many have passed.
  package static let length: Int64 = 400_000_000

  /// The start of the process that was last seen.
  private var start: (process: UInt32, since: TAI64N)?
  /// When that process has passed, on the monotonic clock; `nil` before one was seen.
  package private(set) var end: Int64?

  package init() {}

  /// Whether the process in `status` has lived long enough at `moment`.
  ///
  /// Its age when it is first seen is that of its time stamp; from then on the monotonic clock counts, which nobody sets.
  package mutating func isPassed(by status: ServiceStatus, at moment: Moment) -> Bool {
    if let end, let start, start == (status.processID, status.since) { return end <= moment.monotonic }
    let age = status.since.nanoseconds(until: moment.wall, atMost: Self.length)
    start = (status.processID, status.since)
    end = moment.monotonic + Self.length - age
    return age == Self.length
  }
}

extension TAI64N {
  /// The nanoseconds from here to `now`, at most `limit`, which is not negative; none if `now` is earlier.
  fileprivate func nanoseconds(until now: TAI64N, atMost limit: Int64) -> Int64 {
    guard self < now else { return 0 }
    let seconds = now.seconds - seconds
    // Checked first, since stamps are whatever somebody wrote.
    if seconds > UInt64(limit) / 1_000_000_000 + 1 { return limit }
    return max(0, min(limit, Int64(seconds) * 1_000_000_000 + Int64(now.nanoseconds) - Int64(nanoseconds)))
  }
}
