import CLibc

/// A path of any length, for programs that may use the heap; the kernel says which is too long. The others have
/// ``PathBuffer``.
public struct Path: Sendable {
  /// Room for the path; the byte at ``count`` is a NUL.
  private var storage: [CChar]
  public private(set) var count = 0

  @inline(never)
  public init(_ first: CString, _ second: CString = "", _ third: CString = "") {
    storage = Array(repeating: 0, count: Self.usualCapacity)
    append(first)
    append(second)
    append(third)
  }

  /// More is asked for when a path turns out to be longer.
  private static var usualCapacity: Int { 256 }

  @inline(never)
  public mutating func append(_ piece: CString) { append(piece.bytes) }

  /// Adds `piece`, which holds no NUL, at the end.
  @inline(never)
  public mutating func append(_ piece: Span<UInt8>) {
    let room = count + piece.count + 1
    if room > storage.count { storage.append(contentsOf: repeatElement(0, count: 2 * room - storage.count)) }
    unsafe storage.withUnsafeMutableBytes { storage in
      unsafe piece.withUnsafeBytes {
        unsafe UnsafeMutableRawBufferPointer(rebasing: storage[count...]).copyMemory(from: $0)
      }
    }
    truncate(to: count + piece.count)
  }

  /// Goes back to the first `length` bytes, which lies in `0...count`.
  public mutating func truncate(to length: Int) {
    count = length
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
