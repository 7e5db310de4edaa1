import CLibc

/// A path of any length, for programs that may use the heap; the kernel says which is too long. The others have
/// ``PathBuffer``.
package struct Path: Sendable {
  /// The path and its NUL.
  private var storage: [UInt8] = [0]

  package var count: Int { storage.count - 1 }

  @inline(never)
  package init(_ first: CString, _ second: CString = "", _ third: CString = "") {
    append(first)
    append(second)
    append(third)
  }

  @inline(never)
  package mutating func append(_ piece: CString) { append(piece.bytes) }

  /// Adds `piece`, which holds no NUL, at the end.
  @inline(never)
  package mutating func append(_ piece: Span<UInt8>) {
    storage.removeLast()
    unsafe piece.withUnsafeBufferPointer { unsafe storage.append(contentsOf: $0) }
    storage.append(0)
  }

  /// Goes back to the first `length` bytes, which lies in `0...count`.
  package mutating func truncate(to length: Int) {
    storage.removeLast(count - length)
    storage[length] = 0
  }

  /// Hands out the path; it must not be kept.
  package func withCString<Result: ~Copyable, Failure: Error>(
    _ body: (CString) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe storage.span.withUnsafeBytes { (bytes) throws(Failure) in
      guard let start = bytes.baseAddress else { return try body("") }
      return try unsafe body(CString(start.assumingMemoryBound(to: CChar.self)))
    }
  }
}
