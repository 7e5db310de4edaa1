/// Memory in less code, and in fewer pages, than the allocator of the C library takes.
///
/// A block is a multiple of sixteen bytes, of which the first eight hold its size; what is handed out behind them is
/// aligned to sixteen. There are four sizes of blocks for each power of two. A block that comes back waits in the list of
/// its size for the next request; a large one is a mapping of its own and goes back to the kernel.
@safe
struct Heap {
  static var alignment: UInt { 16 }
  private static var header: UInt { 8 }
  /// The largest block that is cut from a chunk.
  private static var largestBlock: UInt { 4096 }
  private static var chunkSize: UInt { 16 << 10 }

  /// The first free block of each size; in the place of its contents is the address of the next.
  private var free = InlineArray<28, UInt>(repeating: 0)
  /// What is left of the last chunk.
  private var next: UInt = 0
  private var end: UInt = 0

  /// Memory for `count` bytes, aligned to sixteen.
  ///
  /// - Throws: `ENOMEM`.
  mutating func allocate(_ count: UInt) throws(Errno) -> UnsafeMutableRawPointer {
    let size = try Self.blockSize(for: count)
    let block =
      unsafe size > Self.largestBlock ? try MappedMemory.map(Int(size)) + Int(Self.header) : try takeBlock(of: size)
    unsafe block.storeBytes(of: size, as: UInt.self)
    return unsafe block + Int(Self.header)
  }

  /// Takes back what ``allocate(_:)`` has handed out.
  mutating func deallocate(_ memory: UnsafeMutableRawPointer) {
    let block = unsafe memory - Int(Self.header)
    let size = unsafe block.load(as: UInt.self)
    if size > Self.largestBlock {
      unsafe MappedMemory.unmap(block - Int(Self.header), Int(size))
    } else {
      let list = Self.list(of: size)
      unsafe memory.storeBytes(of: free[list], as: UInt.self)
      free[list] = UInt(bitPattern: block)
    }
  }

  /// How many bytes there are at `memory`, which ``allocate(_:)`` has handed out.
  static func room(of memory: UnsafeMutableRawPointer) -> UInt {
    let size = unsafe (memory - Int(header)).load(as: UInt.self)
    return size > largestBlock ? size - 2 * header : size - header
  }

  private mutating func takeBlock(of size: UInt) throws(Errno) -> UnsafeMutableRawPointer {
    let list = Self.list(of: size)
    if let block = unsafe UnsafeMutableRawPointer(bitPattern: free[list]) {
      free[list] = unsafe (block + Int(Self.header)).load(as: UInt.self)
      return unsafe block
    }
    // What is left of a chunk is less than the largest block, and most of it was never written to.
    if next + size > end {
      let chunk = unsafe try MappedMemory.map(Int(Self.chunkSize))
      end = UInt(bitPattern: chunk) + Self.chunkSize
      next = UInt(bitPattern: chunk) + Self.header
    }
    defer { next += size }
    guard let block = unsafe UnsafeMutableRawPointer(bitPattern: next) else { throw .noMemory }
    return unsafe block
  }
}

extension Heap {
  /// The size of the block for `count` bytes: a multiple of sixteen with at most three significant bits, or what is to be
  /// mapped.
  ///
  /// - Throws: `ENOMEM` when there is no such size.
  static func blockSize(for count: UInt) throws(Errno) -> UInt {
    if count > largestBlock {
      guard count <= UInt(Int.max) - 2 * header else { throw .noMemory }
      return count + 2 * header
    }
    let units = (max(count, 1) + header - 1) / alignment
    let shift = shift(of: units)
    return alignment * (((units >> shift) + 1) << shift)
  }

  /// The number of the list of blocks of `size` bytes.
  private static func list(of size: UInt) -> Int {
    let units = size / alignment - 1
    let shift = shift(of: units)
    return Int(4 * shift + (units >> shift))
  }

  /// How many bits `units` has above its first three.
  private static func shift(of units: UInt) -> UInt {
    units < 4 ? 0 : UInt(truncatingIfNeeded: UInt.bitWidth - 3 - units.leadingZeroBitCount)
  }
}
