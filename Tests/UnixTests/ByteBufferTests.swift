import CLibc
import Testing
import Unix

@Suite("A byte buffer")
struct ByteBufferTests {
  private func text(_ buffer: borrowing ByteBuffer) -> [UInt8] {
    let bytes = buffer.bytes
    return bytes.indices.map { bytes[$0] }
  }

  /// Lengths around those at which copying changes its ways.
  @Test(arguments: [0, 1, 15, 16, 17, 31, 32, 33, 100, 511, 512, 513, 5_000])
  func `appends bytes of any number`(length: Int) throws {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
    var buffer = try ByteBuffer(capacity: length + 1)
    buffer.append(255)
    buffer.append(bytes.span)
    let (room, content) = (buffer.room, text(buffer))
    #expect(room == 0)
    #expect(content == [255] + bytes)
  }

  @Test func `gives up its front and keeps the rest`() throws {
    var buffer = try ByteBuffer(capacity: 8)
    buffer.append("abcdef")
    buffer.removeFirst(4)
    let content = text(buffer)
    #expect(content == Array("ef".utf8))
    buffer.removeAll()
    let isEmpty = buffer.isEmpty
    #expect(isEmpty)
  }

  @Test func `reads behind what it holds, no more than it may`() throws {
    let pipe = try Pipe()
    try pipe.writeEnd.writeAll(CString("abcdef").bytes)
    var buffer = try ByteBuffer(capacity: 5)
    buffer.append("x")
    let first = try buffer.read(from: pipe.readEnd, atMost: 2)
    let second = try buffer.read(from: pipe.readEnd, atMost: 100)
    let content = text(buffer)
    #expect(first == 2)
    #expect(second == 2)
    #expect(content == Array("xabcd".utf8))
  }

  @Test func `is a string when it ends with a NUL`() throws {
    var buffer = try ByteBuffer(capacity: 4)
    buffer.append("abc")
    buffer.append(0)
    let isEqual = buffer.withCString { $0 == "abc" }
    #expect(isEqual)
  }
}
