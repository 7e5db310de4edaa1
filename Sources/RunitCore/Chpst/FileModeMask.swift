/// The permissions that new files do not get.
package enum FileModeMask {
  /// The mask written as octal digits, at most `777`.
  package static func parse(_ text: Span<UInt8>) -> UInt32? {
    guard text.count > 0 else { return nil }
    var mask: UInt32 = 0
    for index in text.indices {
      guard UInt8(ascii: "0") <= text[index], text[index] <= UInt8(ascii: "7") else { return nil }
      mask = mask << 3 | UInt32(text[index] - UInt8(ascii: "0"))
      if mask > 0o777 { return nil }
    }
    return mask
  }
}
