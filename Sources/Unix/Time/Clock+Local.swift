import CLibc

extension Clock {
  /// What the calendar and the clock on the wall showed `seconds` after 1970 began, here. The corresponding C function
  /// is `localtime_r`.
  package static func local(_ seconds: Int64) -> (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int)
  {
    var moment = time_t(seconds)
    var parts = unsafe tm()
    _ = unsafe localtime_r(&moment, &parts)
    return unsafe (
      Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday), Int(parts.tm_hour), Int(parts.tm_min),
      Int(parts.tm_sec)
    )
  }
}
