/// Numbers written in decimal digits.
package enum Decimal {
  /// The number at the front of `text` and how many digits it has, which may be none: then it is 0.
  ///
  /// A number too large wraps modulo 2^64, as in runit.
  package static func scan(_ text: Span<UInt8>) -> (value: UInt64, digits: Int) {
    var value: UInt64 = 0
    var digits = 0
    while digits < text.count, text[digits].isDigit {
      value = value &* 10 &+ UInt64(text[digits] - UInt8(ascii: "0"))
      digits += 1
    }
    return (value, digits)
  }

  /// The number that is all of `text`: at least one digit, nothing else, and no larger than `UInt64.max`.
  package static func parse(_ text: Span<UInt8>) -> UInt64? {
    guard text.count > 0 else { return nil }
    var value: UInt64 = 0
    for index in text.indices {
      guard text[index].isDigit else { return nil }
      let digit = UInt64(text[index] - UInt8(ascii: "0"))
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, carries) = product.addingReportingOverflow(digit)
      if isTooLarge || carries { return nil }
      value = sum
    }
    return value
  }
}
