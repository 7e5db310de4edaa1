import RunitCore
import Testing

/// The `runsv` that was found at work is treated as one that was started.
@Suite("A service whose runsv was adopted")
struct AdoptedServiceTests {
  var world = TableDriver()

  init() {
    world.now = 10_000_000_000
    world.atWork = ["a": 77]
    _ = world.scan(["a": 1, "b": 2])
  }

  @Test mutating func `gets TERM when its entry goes and when the tree stops`() {
    #expect(world.processes == ["a": 77, "b": 101])
    #expect(world.table.adopted.map(\.process) == [77])
    var other = world
    #expect(other.scan(["b": 2]) == ["terminate a"])
    #expect(world.stop() == ["terminate a", "terminate b"])
    #expect(world.end("b") == [])
    #expect(!world.table.isEmpty)
    #expect(world.end("a") == [])
    #expect(world.table.isEmpty)
  }

  @Test mutating func `is started at once when that has ended, and is a child then`() {
    world.atWork = [:]
    #expect(world.end("a") == ["start a"])
    #expect(world.table.adopted.isEmpty)
  }

  @Test mutating func `is taken down by a successor when that is killed while the tree stops`() {
    world.atWork = [:]
    _ = world.stop()
    #expect(world.die("a") == ["take down a"])
  }

  @Test mutating func `is still that of another on the other side of an upgrade`() throws {
    let bytes = TreeState(table: world.table, command: nil, title: nil, claim: 6, adopted: [9]).encoded
    let decoded = TreeState(decoding: bytes.span)
    let state = try #require(decoded)
    #expect(state.claim == 6)
    #expect(state.adopted == [9])
    #expect(state.encoded == bytes)
    let shorter = Array(bytes.dropLast(4))
    #expect(TreeState(decoding: shorter.span) == nil)
    #expect(state.table.adopted.map(\.process) == [77])
  }

  @Test mutating func `is looked for again, later each time, if it can't be adopted`() {
    world.atWork = ["c": 0]
    #expect(world.scan(["a": 1, "b": 2, "c": 3]) == ["occupied c"])
    #expect(world.wait(seconds: 0.9) == [])
    #expect(world.wait(seconds: 0.1) == ["occupied silently c"])
    #expect(world.wait(seconds: 1.9) == [])
    world.atWork = [:]
    #expect(world.wait(seconds: 0.1) == ["start c"])
  }
}
