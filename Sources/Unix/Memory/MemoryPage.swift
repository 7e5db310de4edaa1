/// Memory for bytes that are seldom needed, so that programs without a heap need not hold room for them. The kernel gives
/// those pages that are written to.
@safe
public struct MemoryPage: ~Copyable {
  /// The most bytes that it takes.
  package static var capacity: Int { 16_384 }

  private let start: UnsafeMutableRawPointer
  package private(set) var count = 0

  package init() throws(Errno) {
    unsafe start = try MappedMemory.map(Self.capacity)
  }

  deinit { unsafe MappedMemory.unmap(start, Self.capacity) }

  /// Adds `bytes` at the end; `false`, and nothing added, when they do not fit.
  package mutating func append(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count <= Self.capacity - count else { return false }
    unsafe bytes.withUnsafeBytes { bytes in
      guard let source = bytes.baseAddress else { return }
      unsafe (start + count).copyMemory(from: source, byteCount: bytes.count)
    }
    count += bytes.count
    return true
  }

  /// The bytes in `range`, which lies in `0..<count`.
  @_lifetime(borrow self)
  package func bytes(_ range: Range<Int>) -> Span<UInt8> {
    let bytes = unsafe UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count)
    return unsafe _overrideLifetime(Span(_unsafeElements: bytes.assumingMemoryBound(to: UInt8.self)), borrowing: self)
  }
}
