/// What /proc/PID/timens_offsets says: by how much the clocks of a time name space differ from those of the machine.
package enum TimeOffsets {
  /// Nanoseconds that are added to the clock by which /proc/PID/stat tells when a process started; `nil` when they are
  /// not told.
  package static func boot(_ content: Span<UInt8>) -> Int64? {
    var start = 0
    while start < content.count {
      let line = content.extracting(start...).firstLine
      start += line.count + 1
      guard line.hasPrefix("boottime") else { continue }
      let numbers = line.extracting(8...).trimmed
      guard let end = numbers.firstIndex(of: UInt8(ascii: " ")),
        let seconds = number(numbers.extracting(..<end)), let rest = number(numbers.extracting(end...).trimmed)
      else { return nil }
      let (whole, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
      let (sum, isTooLargeWithRest) = whole.addingReportingOverflow(rest)
      return isTooLarge || isTooLargeWithRest ? nil : sum
    }
    return nil
  }

  private static func number(_ text: Span<UInt8>) -> Int64? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative ? text.extracting(1...) : text
    return Decimal.parse(digits).flatMap { Int64(exactly: $0) }.map { isNegative ? -$0 : $0 }
  }
}
