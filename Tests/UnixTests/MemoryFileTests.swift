import CLibc
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
  @Test func `loses a variable that is taken, and only that`() {
    setenv("RUNIT_TEST_VARIABLE", "value", 1)
    setenv("RUNIT_TEST_VARIABLES", "others", 1)
    #expect(Environment.take("RUNIT_TEST_VARIABLE").map { $0 == "value" } == true)
    #expect(Environment["RUNIT_TEST_VARIABLE"] == nil)
    #expect(Environment.take("RUNIT_TEST_VARIABLE") == nil)
    #expect(Environment["RUNIT_TEST_VARIABLES"].map { $0 == "others" } == true)
  }
}
