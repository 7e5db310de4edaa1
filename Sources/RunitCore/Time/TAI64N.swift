/// A moment as daemontools write it: seconds counted from 2^62 at 1970 on, and nanoseconds.
///
/// Ten seconds are added for the leap seconds before 1972; later ones are left out, as runit does.
package struct TAI64N: Equatable, Sendable {
  /// 2^62 + 10.
  package static let unixEpoch: UInt64 = 4_611_686_018_427_387_914

  package let seconds: UInt64
  package let nanoseconds: UInt32

  package init(seconds: UInt64, nanoseconds: UInt32) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// The moment `seconds` after 1970 began, or before it.
  package init(unixSeconds: Int64, nanoseconds: UInt32) {
    self.init(seconds: Self.unixEpoch &+ UInt64(bitPattern: unixSeconds), nanoseconds: nanoseconds)
  }

  /// Seconds since 1970.
  package var unixSeconds: Int64 { Int64(bitPattern: seconds &- Self.unixEpoch) }

  /// Appends the label: `@` and 24 hexadecimal digits.
  package func write<let capacity: Int>(to text: inout TextBuffer<capacity>) {
    text.append(UInt8(ascii: "@"))
    text.append(hexadecimal: seconds, width: 16)
    text.append(hexadecimal: UInt64(nanoseconds), width: 8)
  }
}

extension TAI64N {
  /// The label's length.
  package static let labelSize = 25

  /// Reads a label: `@` and 24 hexadecimal digits at the front of `text`.
  package init?(label text: Span<UInt8>) {
    guard text.count >= Self.labelSize, text[0] == UInt8(ascii: "@"),
      let seconds = Self.hexadecimal(text.extracting(1..<17)),
      let nanoseconds = Self.hexadecimal(text.extracting(17..<25))
    else { return nil }
    self.init(seconds: seconds, nanoseconds: UInt32(truncatingIfNeeded: nanoseconds))
  }

  private static func hexadecimal(_ text: Span<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for index in text.indices {
      switch text[index] {
      case let byte where byte.isDigit: value = value << 4 | UInt64(byte - UInt8(ascii: "0"))
      case let byte where UInt8(ascii: "a") <= byte && byte <= UInt8(ascii: "f"):
        value = value << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    return value
  }
}

extension TAI64N: Comparable {
  package static func < (left: TAI64N, right: TAI64N) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
