import CLibc

/// The two clocks of the kernel.
public enum Clock {
  /// Nanoseconds since the machine started; never set, never back.
  public static var monotonic: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Lets time pass, or less of it when a signal comes.
  public static func sleep(milliseconds: Int64) {
    var time = timespec()
    time.tv_sec = .init(milliseconds / 1_000)
    time.tv_nsec = .init(milliseconds % 1_000 * 1_000_000)
    unsafe nanosleep(&time, nil)
  }

  /// The time of day: seconds since 1970 and the nanoseconds behind them.
  public static var realtime: (seconds: Int64, nanoseconds: UInt32) {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return (Int64(time.tv_sec), UInt32(truncatingIfNeeded: time.tv_nsec))
  }

  /// How long `poll` has to wait until ``monotonic`` is `deadline`, rounded up; `nil`, for ever, when that is `Int64.max`.
  public static func milliseconds(until deadline: Int64) -> Int32? {
    guard deadline != .max else { return nil }
    let rest = max(0, deadline - monotonic)
    return Int32(clamping: (rest + 999_999) / 1_000_000)
  }
}
