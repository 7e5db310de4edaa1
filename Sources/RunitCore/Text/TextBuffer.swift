/// Text that is put together in place, without a heap, at most `capacity` bytes.
///
/// What does not fit is left out, and ``isTruncated`` says so.
package struct TextBuffer<let capacity: Int>: Sendable {
  private var storage = InlineArray<capacity, UInt8>(repeating: 0)
  package private(set) var count = 0
  package private(set) var isTruncated = false

  /// The most bytes that it takes.
  package static var size: Int { capacity }

  package init() {}

  package init(_ text: Literal) { append(text) }

  /// The bytes so far.
  package var span: Span<UInt8> {
    @_lifetime(borrow self)
    get { storage.span.extracting(0..<count) }
  }

  package mutating func append(_ byte: UInt8) {
    guard count < capacity else {
      isTruncated = true
      return
    }
    storage[count] = byte
    count += 1
  }

  @inline(never)
  package mutating func append(_ bytes: Span<UInt8>) {
    let fitting = min(bytes.count, capacity - count)
    if fitting < bytes.count { isTruncated = true }
    for index in 0..<fitting { storage[count + index] = bytes[index] }
    count += fitting
  }

  package mutating func removeAll() {
    count = 0
    isTruncated = false
  }

  /// Lets `fill` write into the whole storage and return how many bytes it wrote, which replace the text.
  package mutating func replace<Failure: Error>(
    with fill: (inout MutableSpan<UInt8>) throws(Failure) -> Int
  ) throws(Failure) {
    var span = storage.mutableSpan
    let written = try fill(&span)
    count = min(max(0, written), capacity)
    isTruncated = false
  }
}
