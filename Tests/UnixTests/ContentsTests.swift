import Testing
import Unix

@Suite("An open file")
struct ContentsTests {
  @Test(arguments: [0, 1, 4_090, 4_095, 4_096, 8_190, 20_000])
  func `is searched for a text wherever that is`(offset: Int) throws {
    let file = try FileDescriptor.memory(named: "text")
    try file.writeAll(([UInt8](repeating: 7, count: offset) + Array("NEEDLE".utf8) + [7]).span)
    try file.rewind()
    #expect(try file.contains("NEEDLE"))
    try file.rewind()
    #expect(try file.contains("NEEDLES") == false)
  }
}
