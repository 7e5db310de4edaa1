import CLibc

/// A path that is put together in place, at most `PATH_MAX` bytes with its NUL.
public struct PathBuffer: ~Copyable {
  private static var capacity: Int { 4096 }

  private var storage = InlineArray<4096, CChar>(repeating: 0)
  public private(set) var count = 0

  public init() {}

  /// Puts pieces together; the result is `nil` when it is longer than any path may be.
  public init?(_ first: CString, _ second: CString, _ third: CString? = nil, _ fourth: CString? = nil) {
    guard append(first), append(second) else { return nil }
    if let third, !append(third) { return nil }
    if let fourth, !append(fourth) { return nil }
  }

  /// Adds `piece` at the end; `false`, and nothing added, when it does not fit.
  public mutating func append(_ piece: CString) -> Bool { append(piece.bytes) }

  /// Adds `piece`, which holds no NUL, at the end; `false`, and nothing added, when it does not fit.
  public mutating func append(_ piece: Span<UInt8>) -> Bool {
    guard piece.count < Self.capacity - count else { return false }
    for index in piece.indices { storage[count + index] = CChar(bitPattern: piece[index]) }
    count += piece.count
    storage[count] = 0
    return true
  }

  /// Goes back to the first `length` bytes, which lies in `0...count`.
  public mutating func truncate(to length: Int) {
    count = length
    storage[count] = 0
  }

  /// Lets `call` write at most as many bytes as fit and return how many these were.
  ///
  /// - Throws: ``Errno/nameTooLong`` when nothing would be left for the NUL.
  mutating func fill(_ call: (UnsafeMutableBufferPointer<CChar>) throws(Errno) -> Int) throws(Errno) {
    var span = storage.mutableSpan
    count = try unsafe span.withUnsafeMutableBufferPointer { (buffer) throws(Errno) in try unsafe call(buffer) }
    guard count < Self.capacity else {
      truncate(to: 0)
      throw .nameTooLong
    }
    storage[count] = 0
  }

  /// Hands out the path; it must not be kept.
  public func withCString<Result: ~Copyable, Failure: Error>(
    _ body: (CString) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe storage.span.withUnsafeBufferPointer { (bytes) throws(Failure) in
      guard let start = bytes.baseAddress else { return try body("") }
      return try unsafe body(CString(start))
    }
  }
}
