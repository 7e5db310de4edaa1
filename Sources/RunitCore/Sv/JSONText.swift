extension TextSink where Self: ~Copyable {
  /// Appends `bytes` as a JSON string.
  ///
  /// A name may hold any bytes. Those that are not UTF-8 become `\udc80` to `\udcff`, of which the last two digits are
  /// the byte: it is what Python calls `surrogateescape`, and nothing is lost.
  @inline(never)
  package mutating func append(json bytes: Span<UInt8>) {
    append(UInt8(ascii: "\""))
    var index = 0
    while index < bytes.count {
      let length = bytes.scalarLength(at: index)
      switch (length, bytes[index]) {
      case (0, let byte): append(escape: 0xdc00 | UInt64(byte))
      case (1, let byte) where byte < 0x20 || byte == 0x7f: append(escape: UInt64(byte))
      case (1, let byte) where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\"):
        append(UInt8(ascii: "\\"))
        append(byte)
      default: append(bytes.extracting(index..<(index + length)))
      }
      index += max(1, length)
    }
    append(UInt8(ascii: "\""))
  }

  @inline(never)
  private mutating func append(escape unit: UInt64) {
    append("\\u")
    append(hexadecimal: unit, width: 4)
  }
}

extension Span<UInt8> {
  /// Whether the UTF-8 character at `index` is a control character: one of ASCII, or of those from U+0080 to U+009F, which
  /// terminals obey as well.
  func isControl(at index: Int) -> Bool {
    switch self[index] {
    case ..<0x20, 0x7f: true
    case 0xc2: self[index + 1] < 0xa0
    default: false
    }
  }

  /// The number of bytes of the UTF-8 character at `index`; 0 when there is none.
  func scalarLength(at index: Int) -> Int {
    let lead = self[index]
    let length: Int
    let second: ClosedRange<UInt8>
    switch lead {
    case 0x00...0x7f: return 1
    case 0xc2...0xdf: (length, second) = (2, 0x80...0xbf)
    case 0xe0: (length, second) = (3, 0xa0...0xbf)
    case 0xed: (length, second) = (3, 0x80...0x9f)
    case 0xe1...0xef: (length, second) = (3, 0x80...0xbf)
    case 0xf0: (length, second) = (4, 0x90...0xbf)
    case 0xf1...0xf3: (length, second) = (4, 0x80...0xbf)
    case 0xf4: (length, second) = (4, 0x80...0x8f)
    default: return 0
    }
    guard index + length <= count, second.contains(self[index + 1]) else { return 0 }
    for next in (index + 2)..<max(index + 2, index + length) where self[next] & 0xc0 != 0x80 { return 0 }
    return length
  }
}
