import Testing
import Unix

@Suite("A memory file")
struct MemoryFileTests {
  @Test func `gives back what was written to it, from its beginning`() throws {
    let file = try FileDescriptor.memory(named: "test")
    let bytes = Array("what was".utf8)
    try file.writeAll(bytes.span)
    #expect(try file.readToEnd() == [])
    try file.rewind()
    #expect(try file.readToEnd() == bytes)
  }
}

@Suite("The environment")
struct EnvironmentTests {
  @Test func `takes and loses a variable`() throws {
    let name: CString = "RUNIT_TEST_VARIABLE"
    #expect(Environment[name] == nil)
    try Environment.set(name, to: "value")
    #expect(Environment[name].map { $0 == "value" } == true)
    Environment.remove(name)
    #expect(Environment[name] == nil)
  }
}
