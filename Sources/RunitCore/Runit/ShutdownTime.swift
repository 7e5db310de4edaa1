/// When a shutdown is to begin, as `shutdown` is told: `now`, `+MINUTES` or `HH:MM`.
package enum ShutdownTime: Equatable, Sendable {
  case inMinutes(UInt64)
  /// The next time that a clock shows it.
  case at(hour: UInt64, minute: UInt64)

  /// A week: what is further away is a slip.
  private static let maximumMinutes: UInt64 = 7 * 24 * 60

  /// Returns `nil` for what is no time.
  package init?(_ text: Span<UInt8>) {
    if text.equals("now") {
      self = .inMinutes(0)
    } else if text.hasPrefix("+") {
      guard let minutes = Decimal.parse(text.extracting(1...)), minutes <= Self.maximumMinutes else { return nil }
      self = .inMinutes(minutes)
    } else {
      guard let colon = text.firstIndex(of: UInt8(ascii: ":")), text.count - colon == 3,
        let hour = Decimal.parse(text.extracting(0..<colon)), hour < 24,
        let minute = Decimal.parse(text.extracting((colon + 1)...)), minute < 60
      else { return nil }
      self = .at(hour: hour, minute: minute)
    }
  }

  /// How long that is from now, when the clock on the wall shows `secondOfDay`.
  package func secondsAhead(secondOfDay: Int) -> Int {
    switch self {
    case .inMinutes(let minutes): return Int(minutes) * 60
    case .at(let hour, let minute):
      let ahead = Int(hour * 60 + minute) * 60 - secondOfDay
      return ahead < 0 ? ahead + 86_400 : ahead
    }
  }
}
