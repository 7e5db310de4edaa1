/// What /proc/PID/stat says about a process.
package enum ProcessStat {
  /// Field 3: whether the process was stopped, by a signal or by somebody who traces it.
  package static func isStopped(_ content: Span<UInt8>) -> Bool {
    guard let start = endOfName(content), start + 1 < content.count else { return false }
    return content[start + 1] == UInt8(ascii: "T") || content[start + 1] == UInt8(ascii: "t")
  }

  /// Whether field 2, the program's name in parentheses, is `name`.
  package static func hasName(_ name: Literal, _ content: Span<UInt8>) -> Bool {
    guard let end = endOfName(content), let start = content.firstIndex(of: UInt8(ascii: "(")), start < end else {
      return false
    }
    return content.extracting((start + 1)..<(end - 1)).equals(name)
  }

  /// Field 3: whether the process has ended, and its parent has yet to reap it.
  package static func hasEnded(_ content: Span<UInt8>) -> Bool {
    guard let start = endOfName(content), start + 1 < content.count else { return false }
    return content[start + 1] == UInt8(ascii: "Z") || content[start + 1] == UInt8(ascii: "X")
  }

  /// Where the second field ends: the program's name in parentheses, which may hold blanks and parentheses of its own.
  private static func endOfName(_ content: Span<UInt8>) -> Int? {
    var start = content.count
    while start > 0, content[start - 1] != UInt8(ascii: ")") { start -= 1 }
    return start > 0 ? start : nil
  }

  /// Field 4: the process's parent; `nil` when there is no such field.
  package static func parent(_ content: Span<UInt8>) -> UInt64? { number(4, of: content) }

  /// Field 22: when the process started, in clock ticks since the machine did; `nil` when there is no such field.
  package static func startTime(_ content: Span<UInt8>) -> UInt64? { number(22, of: content) }

  private static func number(_ wanted: Int, of content: Span<UInt8>) -> UInt64? {
    guard var start = endOfName(content) else { return nil }
    var field = 2
    while start < content.count {
      let blank = content.firstIndex(of: UInt8(ascii: " "), from: start) ?? content.count
      if field == wanted { return Decimal.parse(content.extracting(start..<blank)) }
      field += 1
      start = blank + 1
    }
    return nil
  }
}
