extension Decimal {
  /// The number that is all of `text`, with a sign or without, as a step of the nice level: one too large for the type is
  /// as large as the type has, and no digits at all are 0, as in runit.
  package static func parseStep(_ text: Span<UInt8>) -> Int32? {
    let (digits, isNegative) = withoutSign(text)
    guard digits.count > 0 else { return 0 }
    guard let magnitude = parse(digits) else { return nil }
    let step = Int32(clamping: magnitude)
    return isNegative ? -step : step
  }

  /// The number that is all of `text`, with a sign or without, and lies in `range`.
  package static func parse(_ text: Span<UInt8>, in range: ClosedRange<Int32>) -> Int32? {
    let (digits, isNegative) = withoutSign(text)
    guard let magnitude = parse(digits).flatMap({ Int32(exactly: $0) }) else { return nil }
    let value = isNegative ? -magnitude : magnitude
    return range.contains(value) ? value : nil
  }

  @_lifetime(copy text)
  private static func withoutSign(_ text: Span<UInt8>) -> (digits: Span<UInt8>, isNegative: Bool) {
    guard text.count > 0 else { return (text, false) }
    switch text[0] {
    case UInt8(ascii: "-"): return (text.extracting(1...), true)
    case UInt8(ascii: "+"): return (text.extracting(1...), false)
    default: return (text, false)
    }
  }
}
