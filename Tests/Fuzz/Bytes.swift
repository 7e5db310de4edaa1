import RunitCore

// What the targets compare with: slow, short, and obviously right.

extension Span<UInt8> {
  var array: [UInt8] {
    var array: [UInt8] = []
    array.reserveCapacity(count)
    for index in indices { array.append(self[index]) }
    return array
  }

  /// The text, where it is such.
  var string: String? { String(validating: array, as: UTF8.self) }
}

extension TextBuffer {
  var array: [UInt8] { span.array }
}

extension [UInt8] {
  /// The parts between separators, empty ones too.
  func parts(_ separator: Character) -> [[UInt8]] {
    split(separator: separator.asciiValue!, omittingEmptySubsequences: false).map { Array($0) }
  }

  /// Whether it may be shown on a terminal: UTF-8 without control characters but newlines.
  var isFitForTerminals: Bool {
    for byte in self where byte < 0x20 && byte != UInt8(ascii: "\n") || byte == 0x7f { return false }
    return String(validating: self, as: UTF8.self) != nil
  }
}
