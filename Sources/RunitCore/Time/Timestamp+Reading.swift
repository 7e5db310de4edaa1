extension Timestamp {
  /// When a line of a log was written, by what `svlogd` put in front of it in any of the styles; `nil` when that is nothing.
  package static func moment(of line: Span<UInt8>) -> TAI64N? { TAI64N(label: line) ?? civilMoment(of: line) }

  /// What a stamp of the two readable styles looks like, with 0 for any digit.
  private static var pattern: Literal { "0000-00-00_00:00:00.00000" }
  private static var separatorPlace: Int { 10 }

  private static func civilMoment(of line: Span<UInt8>) -> TAI64N? {
    guard line.count >= size - 1, hasPattern(line) else { return nil }
    let month = number(in: line, 5..<7)
    guard 1 <= month, month <= 12 else { return nil }
    let days = CivilTime.days(year: number(in: line, 0..<4), month: month, day: number(in: line, 8..<10))
    let seconds = 3_600 * number(in: line, 11..<13) + 60 * number(in: line, 14..<16) + number(in: line, 17..<19)
    return TAI64N(
      unixSeconds: 86_400 * days + seconds, nanoseconds: 10_000 * UInt32(number(in: line, 20..<25)))
  }

  private static func hasPattern(_ line: Span<UInt8>) -> Bool {
    let pattern = pattern.span
    for index in pattern.indices {
      let byte = line[index]
      let isIso = index == separatorPlace && byte == UInt8(ascii: "T")
      let fits = pattern[index] == UInt8(ascii: "0") ? byte.isDigit : byte == pattern[index] || isIso
      if !fits { return false }
    }
    return true
  }

  private static func number(in line: Span<UInt8>, _ place: Range<Int>) -> Int64 {
    var value: Int64 = 0
    for index in place { value = 10 * value + Int64(line[index] - UInt8(ascii: "0")) }
    return value
  }
}

extension CivilTime {
  /// The days from 1970 to a day of a year after 0, by the same counting as the other way round.
  static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let yearFromMarch = month > 2 ? year : year - 1
    let monthFromMarch = month > 2 ? month - 3 : month + 9
    let leapDays = yearFromMarch / 4 - yearFromMarch / 100 + yearFromMarch / 400
    return 365 * yearFromMarch + leapDays + (153 * monthFromMarch + 2) / 5 + day - 1 - 719_468
  }
}
