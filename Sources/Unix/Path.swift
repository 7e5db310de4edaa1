/// A path of any length, for programs that may use the heap; the kernel says which is too long. The others have
/// ``PathBuffer``.
public struct Path: Sendable {
  /// Ends with a NUL.
  private var storage: [CChar]

  public init(_ first: CString, _ second: CString = "", _ third: CString = "") {
    storage = []
    storage.reserveCapacity(Self.usualCapacity)
    storage.append(0)
    append(first)
    append(second)
    append(third)
  }

  /// More is asked for when a path turns out to be longer.
  private static var usualCapacity: Int { 256 }

  /// The number of bytes before the NUL.
  public var count: Int { storage.count - 1 }

  public mutating func append(_ piece: CString) { append(piece.bytes) }

  /// Adds `piece`, which holds no NUL, at the end.
  public mutating func append(_ piece: Span<UInt8>) {
    storage.removeLast()
    for index in piece.indices { storage.append(CChar(bitPattern: piece[index])) }
    storage.append(0)
  }

  /// Goes back to the first `length` bytes, which lies in `0...count`.
  public mutating func truncate(to length: Int) {
    storage.removeLast(storage.count - length)
    storage.append(0)
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
