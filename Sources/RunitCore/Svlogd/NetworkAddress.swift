/// An address of the Internet protocol, in the order of the network, as people write it.
package enum NetworkAddress: Sendable {
  case version4(InlineArray<4, UInt8>)
  case version6(InlineArray<16, UInt8>)

  /// Reads four decimal numbers with dots between them at the front of `text`, and says how many bytes they take.
  package static func scanVersion4(_ text: Span<UInt8>) -> (address: NetworkAddress, length: Int)? {
    var bytes = InlineArray<4, UInt8>(repeating: 0)
    var place = 0
    for index in bytes.indices {
      if index > 0 {
        guard place < text.count, text[place] == UInt8(ascii: ".") else { return nil }
        place += 1
      }
      let (value, digits) = Decimal.scan(text.extracting(place...))
      guard digits > 0, digits <= 3, let byte = UInt8(exactly: value) else { return nil }
      bytes[index] = byte
      place += digits
    }
    return (.version4(bytes), place)
  }

  /// Reads all of `text` as hexadecimal groups with colons between them; `::` stands once for groups of zeros, and the
  /// last 32 bits may be an address of version 4.
  package static func parseVersion6(_ text: Span<UInt8>) -> NetworkAddress? {
    var groups = Groups()
    var place = 0
    if text.count >= 2, text[0] == colon, text[1] == colon {
      groups.gap = 0
      place = 2
    }
    while place < text.count {
      let rest = text.extracting(place...)
      if case (.version4(let bytes), let length)? = scanVersion4(rest), length == rest.count {
        guard groups.append(bytes[0], bytes[1]), groups.append(bytes[2], bytes[3]) else { return nil }
        break
      }
      let (group, digits) = scanGroup(rest)
      guard digits > 0, groups.append(UInt8(group >> 8), UInt8(group & 0xff)) else { return nil }
      place += digits
      if place == text.count { break }
      guard text[place] == colon, place + 1 < text.count else { return nil }
      place += 1
      if text[place] == colon {
        guard groups.gap == nil else { return nil }
        groups.gap = groups.count
        place += 1
      }
    }
    return groups.address
  }

  private static let colon = UInt8(ascii: ":")

  /// At most four hexadecimal digits, and how many there are.
  private static func scanGroup(_ text: Span<UInt8>) -> (value: UInt16, digits: Int) {
    var value: UInt16 = 0
    var digits = 0
    while digits < min(4, text.count), let digit = text[digits].hexadecimalValue {
      value = value << 4 | UInt16(digit)
      digits += 1
    }
    return (value, digits)
  }

  /// The groups of an address of version 6 so far, and behind how many of them `::` stood.
  private struct Groups {
    private var bytes = InlineArray<16, UInt8>(repeating: 0)
    private(set) var count = 0
    var gap: Int?

    mutating func append(_ high: UInt8, _ low: UInt8) -> Bool {
      guard count < 8 else { return false }
      bytes[2 * count] = high
      bytes[2 * count + 1] = low
      count += 1
      return true
    }

    /// The address with its gap filled, which stands for one group at least.
    var address: NetworkAddress? {
      guard let gap else { return count == 8 ? .version6(bytes) : nil }
      guard count < 8 else { return nil }
      var filled = InlineArray<16, UInt8>(repeating: 0)
      for index in 0..<2 * gap { filled[index] = bytes[index] }
      for index in 2 * gap..<2 * count { filled[16 - 2 * count + index] = bytes[index] }
      return .version6(filled)
    }
  }
}

extension UInt8 {
  fileprivate var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
