/// What /proc/PID/stat says about a process.
public enum ProcessStat {
  /// Field 22: when the process started, in clock ticks since the machine did; `nil` when there is no such field.
  ///
  /// The second field is the program's name in parentheses, which may hold blanks and parentheses of its own.
  public static func startTime(_ content: Span<UInt8>) -> UInt64? {
    var start = content.count
    while start > 0, content[start - 1] != UInt8(ascii: ")") { start -= 1 }
    guard start > 0 else { return nil }
    var field = 2
    while start < content.count {
      let blank = content.firstIndex(of: UInt8(ascii: " "), from: start) ?? content.count
      if field == 22 { return Decimal.parse(content.extracting(start..<blank)) }
      field += 1
      start = blank + 1
    }
    return nil
  }
}
