/// Lines of svlogd's files.
package enum LogLine {
  /// Where the last `count` lines of `text` begin. A last line without a newline is one.
  package static func startOfLast(_ count: Int, in text: Span<UInt8>) -> Int {
    guard count > 0 else { return text.count }
    var index = text.count
    if index > 0, text[index - 1] == UInt8(ascii: "\n") { index -= 1 }
    var left = count
    while index > 0 {
      if text[index - 1] == UInt8(ascii: "\n") {
        left -= 1
        if left == 0 { return index }
      }
      index -= 1
    }
    return 0
  }

  /// The TAI64N label at the front of a line and how much of it that is, with a blank; `nil` where there is none.
  package static func stamp(of line: Span<UInt8>) -> (moment: TAI64N, length: Int)? {
    guard let moment = TAI64N(label: line) else { return nil }
    let hasBlank = line.count > TAI64N.labelSize && line[TAI64N.labelSize] == UInt8(ascii: " ")
    return (moment, TAI64N.labelSize + (hasBlank ? 1 : 0))
  }
}

/// A point in time as a calendar and a clock on the wall show it.
package struct WallTime: Sendable {
  package var year: UInt64
  package var month: UInt64
  package var day: UInt64
  package var hour: UInt64
  package var minute: UInt64
  package var second: UInt64

  package init(year: UInt64, month: UInt64, day: UInt64, hour: UInt64, minute: UInt64, second: UInt64) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// Appends `2026-11-21 02:44:01.123456 `.
  package func write<Sink: TextSink & ~Copyable>(nanoseconds: UInt32, to text: inout Sink) {
    text.append(decimal: year, width: 4)
    text.append("-")
    text.append(decimal: month, width: 2)
    text.append("-")
    text.append(decimal: day, width: 2)
    text.append(" ")
    text.append(decimal: hour, width: 2)
    text.append(":")
    text.append(decimal: minute, width: 2)
    text.append(":")
    text.append(decimal: second, width: 2)
    text.append(".")
    text.append(decimal: UInt64(nanoseconds / 1000), width: 6)
    text.append(" ")
  }
}

/// Where a run script has its logger write, as far as that can be read from it.
package enum LoggerScript {
  /// The last word of the line that executes svlogd, unless it is an option or needs a shell to be understood.
  package static func directory(in script: Span<UInt8>) -> [UInt8]? {
    var start = 0
    var found: [UInt8]?
    while start < script.count {
      let line = script.extracting(start...).firstLine
      start += line.count + 1
      if let directory = directory(ofLine: line.trimmed) { found = directory }
    }
    return found
  }

  private static func directory(ofLine line: Span<UInt8>) -> [UInt8]? {
    guard line.count > 0, line[0] != UInt8(ascii: "#") else { return nil }
    var hasProgram = false
    var last: [UInt8]?
    var start = 0
    while start < line.count {
      var end = start
      while end < line.count, !line[end].isBlank { end += 1 }
      let word = line.extracting(start..<end)
      if hasProgram, !word.isEmpty { last = [UInt8](copying: word) }
      if word.equals("svlogd") || word.hasSuffix("/svlogd") { hasProgram = true }
      start = end + 1
    }
    guard let last, last[0] != UInt8(ascii: "-"), !last.contains(where: needsShell) else { return nil }
    return last
  }

  private static func needsShell(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "$", "\"", "'", "`": true
    default: false
    }
  }
}

extension Span<UInt8> {
  fileprivate func hasSuffix(_ text: Literal) -> Bool {
    let end = text.span
    return count >= end.count && extracting((count - end.count)...).equals(end)
  }
}
