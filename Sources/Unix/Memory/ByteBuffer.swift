import CLibc

/// A queue of bytes in one piece of memory that never grows: they are put in at the back and taken out at the front.
///
/// The kernel gives the memory page by page as it is used.
@safe
public struct ByteBuffer: ~Copyable {
  private let start: UnsafeMutablePointer<UInt8>
  package let capacity: Int
  package private(set) var count = 0

  /// - Throws: `ENOMEM`.
  package init(capacity: Int) throws(Errno) {
    guard let memory = unsafe malloc(max(1, capacity)) else { throw .current }
    unsafe start = memory.assumingMemoryBound(to: UInt8.self)
    self.capacity = capacity
  }

  deinit { unsafe free(start) }

  package var isEmpty: Bool { count == 0 }

  /// How many more bytes fit.
  package var room: Int { capacity - count }

  package var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    @inline(__always)
    get { unsafe _overrideLifetime(Span(_unsafeStart: start, count: count), borrowing: self) }
  }

  package var mutableBytes: MutableSpan<UInt8> {
    @_lifetime(&self)
    mutating get { unsafe _overrideLifetime(MutableSpan(_unsafeStart: start, count: count), mutating: &self) }
  }

  package mutating func append(_ byte: UInt8) {
    precondition(count < capacity)
    unsafe start[count] = byte
    count += 1
  }

  package mutating func append(_ text: CString) { append(text.bytes) }

  /// Appends bytes for which there is room.
  @inline(__always)
  package mutating func append(_ bytes: Span<UInt8>) {
    precondition(bytes.count <= capacity - count)
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      unsafe copy(from: UnsafeRawPointer(source), to: UnsafeMutableRawPointer(start + count), bytes.count)
    }
    count += bytes.count
  }

  package mutating func removeAll() { count = 0 }

  /// Hands out the bytes, of which the last must be a NUL, as a string that must not be kept.
  package func withCString<Result: ~Copyable, Failure: Error>(
    _ body: (CString) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(unsafe count > 0 && start[count - 1] == 0)
    return try unsafe body(CString(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)))
  }

  /// Takes `number` bytes, which must be there, out at the front.
  package mutating func removeFirst(_ number: Int) {
    precondition(number <= count)
    count -= number
    if count > 0 { unsafe memmove(start, start + number, count) }
  }

  /// Reads at most `limit` bytes, and what there is room for, behind what is there; 0 is the end of the file.
  package mutating func read(
    from source: borrowing some Descriptor & ~Copyable, atMost limit: Int
  ) throws(Errno) -> Int {
    let descriptor = source.rawValue
    let number = try attempt { unsafe CLibc.read(descriptor, start + count, min(limit, capacity - count)) }
    count += number
    return number
  }
}

/// Copies as `memcpy` does, which is a call and takes its time for lines of ordinary length.
@inline(__always)
private func copy(from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, _ count: Int) {
  let width = MemoryLayout<SIMD16<UInt8>>.size
  guard width...512 ~= count else {
    unsafe memcpy(target, source, count)
    return
  }
  var offset = 0
  while offset < count - width {
    unsafe copyLanes(from: source + offset, to: target + offset)
    offset += width
  }
  // The last sixteen bytes may overlap with what is copied already.
  unsafe copyLanes(from: source + (count - width), to: target + (count - width))
}

@inline(__always)
private func copyLanes(from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
  unsafe target.storeBytes(of: source.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
}
