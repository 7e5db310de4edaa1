import CLibc

/// A path that is put together in place, at most `PATH_MAX` bytes with its NUL.
package typealias PathBuffer = CStringBuffer<4096>

/// A string for the kernel that is put together in place, at most `capacity` bytes with its NUL.
package struct CStringBuffer<let capacity: Int>: ~Copyable {
  private var storage = InlineArray<capacity, CChar>(repeating: 0)
  package private(set) var count = 0

  package init() {}

  /// Puts pieces together; the result is `nil` when they do not fit.
  package init?(_ first: CString, _ second: CString, _ third: CString? = nil, _ fourth: CString? = nil) {
    guard append(first), append(second) else { return nil }
    if let third, !append(third) { return nil }
    if let fourth, !append(fourth) { return nil }
  }

  /// Adds `piece` at the end; `false`, and nothing added, when it does not fit.
  package mutating func append(_ piece: CString) -> Bool { append(piece.bytes) }

  /// Adds `piece`, which holds no NUL, at the end; `false`, and nothing added, when it does not fit.
  package mutating func append(_ piece: Span<UInt8>) -> Bool {
    guard piece.count < capacity - count else { return false }
    for index in piece.indices { storage[count + index] = CChar(bitPattern: piece[index]) }
    count += piece.count
    storage[count] = 0
    return true
  }

  /// Adds `byte`, which is not NUL, at the end; `false`, and nothing added, when it does not fit.
  package mutating func append(_ byte: UInt8) -> Bool {
    let piece: InlineArray<1, UInt8> = [byte]
    return append(piece.span)
  }

  /// Adds the decimal digits of `value` at the end; nothing when they do not fit.
  package mutating func append(decimal value: Int32) {
    var digits = InlineArray<11, UInt8>(repeating: 0)
    var rest = value.magnitude
    var start = digits.count
    repeat {
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    if value < 0 {
      start -= 1
      digits[start] = UInt8(ascii: "-")
    }
    _ = append(digits.span.extracting(start...))
  }

  /// Goes back to the first `length` bytes, which lies in `0...count`.
  package mutating func truncate(to length: Int) {
    count = length
    storage[count] = 0
  }

  /// Lets `call` write at most as many bytes as fit and return how many these were.
  ///
  /// - Throws: ``Errno/nameTooLong`` when nothing would be left for the NUL.
  mutating func fill(_ call: (UnsafeMutableBufferPointer<CChar>) throws(Errno) -> Int) throws(Errno) {
    var span = storage.mutableSpan
    count = try unsafe span.withUnsafeMutableBufferPointer { (buffer) throws(Errno) in try unsafe call(buffer) }
    guard count < capacity else {
      truncate(to: 0)
      throw .nameTooLong
    }
    storage[count] = 0
  }

  /// Hands out the string; it must not be kept.
  package func withCString<Result: ~Copyable, Failure: Error>(
    _ body: (CString) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe storage.span.withUnsafeBufferPointer { (bytes) throws(Failure) in
      guard let start = bytes.baseAddress else { return try body("") }
      return try unsafe body(CString(start))
    }
  }
}
