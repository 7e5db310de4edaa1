import Testing

@testable import Unix

@Suite("The heap of the release programs")
struct HeapTests {
  static let sizes: [(UInt, UInt)] = [
    (0, 16), (1, 16), (8, 16), (9, 32), (56, 64), (72, 80), (120, 128), (121, 160), (4088, 4096),
    (4089, 5120), (5000, 5016),
  ]

  @Test(arguments: sizes)
  func `has four sizes of blocks for each power of two`(count: UInt, size: UInt) throws {
    #expect(try Heap.blockSize(for: count) == size)
  }

  @Test
  func `hands out memory that is aligned and nobody else's`() throws {
    var heap = Heap()
    var blocks: [(memory: UnsafeMutableRawPointer, count: Int)] = []
    for round in 0..<2000 {
      let count = round * 37 % 3000
      let memory = try heap.allocate(UInt(count))
      #expect(UInt(bitPattern: memory) % 16 == 0)
      memory.initializeMemory(as: UInt8.self, repeating: UInt8(truncatingIfNeeded: round), count: count)
      blocks.append((memory, count))
      if round % 3 == 2 { heap.deallocate(blocks.remove(at: round % blocks.count).memory) }
    }
    for block in blocks where block.count > 0 {
      let first = block.memory.load(as: UInt8.self)
      #expect((0..<block.count).allSatisfy { block.memory.load(fromByteOffset: $0, as: UInt8.self) == first })
    }
  }

  @Test(arguments: [1 as UInt, 100, 4_000])
  func `uses again what came back`(count: UInt) throws {
    var heap = Heap()
    let first = try heap.allocate(count)
    let second = try heap.allocate(count)
    heap.deallocate(first)
    heap.deallocate(second)
    #expect(try heap.allocate(count) == second)
    #expect(try heap.allocate(count) == first)
  }

  @Test(arguments: [4_088 as UInt, 4_089, 4_096, 4_097, 1 << 20])
  func `takes large blocks from the kernel`(count: UInt) throws {
    var heap = Heap()
    let memory = try heap.allocate(count)
    memory.initializeMemory(as: UInt8.self, repeating: 1, count: Int(count))
    heap.deallocate(memory)
  }

  @Test(arguments: [1 << 50, UInt(Int.max) - 16, UInt(Int.max), .max])
  func `says when there is no memory`(count: UInt) {
    var heap = Heap()
    #expect(throws: Errno.noMemory) { _ = try heap.allocate(count) }
  }
}
