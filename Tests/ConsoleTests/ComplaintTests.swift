import CLibc
import Console
import Testing
import Unix

@Suite("A line on standard error")
struct ComplaintTests {
  private func written(_ pieces: [CString]) throws -> [UInt8] {
    let file = try FileDescriptor.memory(named: "line")
    var line = Complaint()
    for piece in pieces { line.append(piece) }
    line.write(to: file)
    try file.rewind()
    return try file.readToEnd()
  }

  @Test func `shows control bytes as question marks, and all others as they are`() throws {
    let bytes = try written(["name ", "a\n\t\u{1b}[1m\u{7f}é", ": reason\n"])
    #expect(bytes == Array("name a???[1m?é: reason\n".utf8))
  }

  @Test func `is whole however long a name with control bytes is`() throws {
    let name = [UInt8](repeating: UInt8(ascii: "x"), count: 9_000) + [10]
    let bytes = try written(["name ", CString(keeping: name.span), "\n"])
    #expect(bytes == Array("name ".utf8) + name.dropLast() + Array("?\n".utf8))
  }
}
