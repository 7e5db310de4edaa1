extension TextSink where Self: ~Copyable {
  /// Appends a span of time as people say it: its largest unit, and the next where that tells more.
  @inline(never)
  package mutating func append(duration seconds: UInt64) {
    switch seconds {
    case ..<60: append(seconds, "s", 0, "")
    case ..<3600: append(seconds / 60, "m", seconds % 60, "s")
    case ..<86_400: append(seconds / 3600, "h", seconds % 3600 / 60, "m")
    default: append(seconds / 86_400, "d", seconds % 86_400 / 3600, "h")
    }
  }

  private mutating func append(_ large: UInt64, _ unit: Literal, _ small: UInt64, _ smallUnit: Literal) {
    append(decimal: large)
    append(unit)
    guard small > 0 else { return }
    append(decimal: small)
    append(smallUnit)
  }
}

extension TAI64N {
  /// The whole seconds from here to `now`; none if that is earlier.
  package func seconds(until now: TAI64N) -> UInt64 { now.seconds < seconds ? 0 : now.seconds - seconds }
}
