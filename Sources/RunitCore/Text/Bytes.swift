/// Questions about bytes that are text.
extension Span<UInt8> {
  /// Whether the bytes are those of `text`.
  package func equals(_ text: Literal) -> Bool { text.equals(self) }

  /// Whether both are the same bytes.
  @inline(never)
  package func equals(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }

  /// Whether the bytes begin with `text`.
  @inline(never)
  package func hasPrefix(_ text: Literal) -> Bool {
    let start = text.span
    return count >= start.count && extracting(..<start.count).equals(start)
  }

  /// The bytes before the first newline, or all of them.
  @inline(never)
  package var firstLine: Span<UInt8> {
    @_lifetime(copy self)
    get { extracting(0..<(firstIndex(of: UInt8(ascii: "\n")) ?? count)) }
  }

  /// The bytes without blanks and tabs at both ends.
  @inline(never)
  package var trimmed: Span<UInt8> {
    @_lifetime(copy self)
    get {
      var start = 0
      var end = count
      while start < end, self[start].isBlank { start += 1 }
      while end > start, self[end - 1].isBlank { end -= 1 }
      return extracting(start..<end)
    }
  }
}

extension UInt8 {
  /// A space or a tab.
  package var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  package var isDigit: Bool { UInt8(ascii: "0") <= self && self <= UInt8(ascii: "9") }
}

extension Span<UInt8> {
  /// The bytes as a number that tells different texts apart, for practical purposes: FNV-1a.
  package var checksum: UInt64 {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in indices { value = (value ^ UInt64(self[index])) &* 0x100_0000_01b3 }
    return value
  }
}
