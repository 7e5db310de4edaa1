import CLibc

/// The two clocks of the kernel.
package enum Clock {
  /// Nanoseconds since the machine started; never set, never back.
  package static var monotonic: Int64 {
    var time = timespec()
    unsafe libc_clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Clock ticks since the machine started, those that it slept among them, as /proc counts them. The corresponding C
  /// functions are `clock_gettime` and `getauxval` with `AT_CLKTCK`.
  package static var bootTicks: UInt64 {
    var time = timespec()
    unsafe libc_clock_gettime(CLOCK_BOOTTIME, &time)
    let ticksPerSecond = UInt64(ticksPerSecond)
    return UInt64(time.tv_sec) * ticksPerSecond + UInt64(time.tv_nsec) / (1_000_000_000 / ticksPerSecond)
  }

  /// How many clock ticks of ``bootTicks`` there are in a second.
  package static var ticksPerSecond: Int64 { Int64(getauxval(CUnsignedLong(AT_CLKTCK))) }

  /// The time of day: seconds since 1970 and the nanoseconds behind them.
  package static var realtime: (seconds: Int64, nanoseconds: UInt32) {
    var time = timespec()
    unsafe libc_clock_gettime(CLOCK_REALTIME, &time)
    return (Int64(time.tv_sec), UInt32(truncatingIfNeeded: time.tv_nsec))
  }

  /// What the clock on the wall shows, in seconds since midnight. The corresponding C function is `localtime_r`.
  package static var localSecondOfDay: Int {
    var now = time_t(realtime.seconds)
    var parts = unsafe tm()
    unsafe localtime_r(&now, &parts)
    return unsafe Int(parts.tm_hour) * 3_600 + Int(parts.tm_min) * 60 + Int(parts.tm_sec)
  }

  /// Does nothing for a while. The corresponding C function is `clock_nanosleep`.
  package static func sleep(seconds: Int, milliseconds: Int = 0) {
    var time = timespec(tv_sec: time_t(seconds), tv_nsec: milliseconds * 1_000_000)
    var rest = timespec()
    while unsafe clock_nanosleep(CLOCK_MONOTONIC, 0, &time, &rest) == EINTR { time = rest }
  }

  /// How long `poll` has to wait until ``monotonic`` is `deadline`, rounded up; `nil`, for ever, when that is `Int64.max`.
  package static func milliseconds(until deadline: Int64) -> Int32? {
    guard deadline != .max else { return nil }
    let rest = max(0, deadline - monotonic)
    return Int32(clamping: (rest + 999_999) / 1_000_000)
  }
}
