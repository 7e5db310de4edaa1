/// A login on a terminal line, as utmp and wtmp have it: 384 bytes, whatever the C library at hand thinks of it.
///
///     0..<2      type, little-endian
///     4..<8      process id
///     8..<40     line, filled up with NUL
///     40..<44    id
///     44..<76    user
///     76..<332   host
///     332..<340  exit status, session
///     340..<344  time, seconds since 1970, little-endian
///     344..<384  microseconds, address, reserve
package struct UtmpRecord: Sendable {
  package static let encodedSize = 384

  private static let deadProcess: UInt8 = 8
  private static let line = 8..<40
  private static let user = 44..<76
  private static let host = 76..<332
  private static let time = 340

  private var bytes: InlineArray<384, UInt8>

  /// The record in the file at hand.
  package var encoded: Span<UInt8> {
    @_lifetime(borrow self)
    get { bytes.span }
  }

  /// Reads a record; more bytes than ``encodedSize`` are ignored, fewer are `nil`.
  package init?(decoding record: Span<UInt8>) {
    guard record.count >= Self.encodedSize else { return nil }
    bytes = InlineArray(repeating: 0)
    for index in 0..<Self.encodedSize { bytes[index] = record[index] }
  }

  /// The record of nothing but a logout from `line`; `nil` for a line that is too long to be one.
  package init?(logoutFrom line: Span<UInt8>, at seconds: Int64) {
    guard line.count <= Self.line.count else { return nil }
    bytes = InlineArray(repeating: 0)
    for index in line.indices { bytes[Self.line.lowerBound + index] = line[index] }
    end(at: seconds)
  }

  /// Whether somebody is logged in on exactly this line.
  package func isLogin(on line: Span<UInt8>) -> Bool {
    let field = bytes.span.extracting(Self.line)
    let name = field.extracting(0..<(field.firstIndex(of: 0) ?? field.count))
    return bytes[Self.user.lowerBound] != 0 && name.equals(line)
  }

  /// Turns the record into that of a logout. What is not said about it stays.
  package mutating func logout(at seconds: Int64) {
    for index in Self.user { bytes[index] = 0 }
    for index in Self.host { bytes[index] = 0 }
    end(at: seconds)
  }

  private mutating func end(at seconds: Int64) {
    bytes[0] = Self.deadProcess
    bytes[1] = 0
    bytes.store(littleEndian: UInt32(truncatingIfNeeded: seconds), at: Self.time)
  }
}
