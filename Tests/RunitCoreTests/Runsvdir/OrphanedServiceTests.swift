import RunitCore
import Testing

/// The `runsv` that is killed leaves its service running. Whoever is to take that down has to be started first.
@Suite("A service whose runsv died of a signal")
struct OrphanedServiceTests {
  var world = TableDriver()

  init() { _ = world.scan(["a": 1, "b": 2]) }

  // MARK: The end of the tree

  @Test mutating func `is taken down by a successor when the tree is stopping`() {
    #expect(world.stop() == ["terminate a", "terminate b"])
    #expect(world.die("a") == ["take down a"])
    #expect(world.end("b") == [])
    #expect(!world.table.isEmpty)
    #expect(world.end("a") == [])
    #expect(world.table.isEmpty)
  }

  @Test mutating func `is taken down by a successor when the tree stops during the pause`() {
    _ = world.die("a")
    #expect(world.stop() == ["take down a", "terminate b"])
    #expect(world.end("b") == [])
    #expect(world.end("a") == [])
    #expect(world.table.isEmpty)
  }

  @Test mutating func `is still there when its successor had no time to adopt it`() {
    _ = world.die("a")
    #expect(world.wait(seconds: 1) == ["start a"])
    _ = world.end("a", code: 111)
    #expect(world.stop() == ["take down a", "terminate b"])
  }

  @Test(arguments: [0, 100] as [Int32])
  mutating func `is no more when a successor has ended well`(code: Int32) {
    _ = world.die("a")
    #expect(world.wait(seconds: 1) == ["start a"])
    _ = world.end("a", code: code)
    #expect(world.stop() == ["terminate b"])
  }

  @Test mutating func `is none of a runsv that died of TERM, which had done nothing yet`() {
    _ = world.stop()
    #expect(world.die("a", of: 15) == [])
    #expect(world.end("b") == [])
    #expect(world.table.isEmpty)
  }

  @Test mutating func `is not forgotten when its successor died of TERM`() {
    _ = world.stop()
    _ = world.end("b")
    _ = world.die("a")
    #expect(world.die("a", of: 15) == ["take down a"])
  }

  @Test mutating func `has four successors, and then the end comes to an end`() {
    _ = world.stop()
    _ = world.end("b")
    for _ in 1...4 { #expect(world.die("a") == ["take down a"]) }
    #expect(world.die("a") == [])
    #expect(world.table.isEmpty)
  }

  @Test mutating func `is tried again after a pause when its successor could not begin`() {
    _ = world.stop()
    _ = world.end("b")
    #expect(world.die("a") == ["take down a"])
    #expect(world.end("a", code: 111) == [])
    #expect(!world.table.isEmpty)
    #expect(world.wait(seconds: 1) == ["take down a"])
    #expect(world.end("a") == [])
    #expect(world.table.isEmpty)
  }

  @Test mutating func `is tried again when its successor can't be started, and the tree waits for that`() {
    _ = world.stop()
    _ = world.end("b")
    world.broken = ["a"]
    #expect(world.die("a") == ["fail a"])
    #expect(!world.table.isEmpty)
    #expect(world.wait(seconds: 1) == ["fail silently a"])
    #expect(world.wait(seconds: 2) == ["fail silently a"])
    #expect(world.wait(seconds: 4) == ["fail silently a"])
    #expect(world.table.isEmpty)
    #expect(world.table.nextDeadline == .max)
  }

  @Test mutating func `has no successor when all is killed`() {
    _ = world.stop()
    world.abandon()
    #expect(world.die("a") == [])
    #expect(world.die("b") == [])
    #expect(world.table.isEmpty)
  }

  @Test mutating func `is among those that are to be killed`() {
    _ = world.die("a")
    #expect(world.table.unfinished.map(\.process) == [nil, 102])
    world.abandon()
    #expect(world.table.unfinished.map(\.process) == [102])
  }

  // MARK: An entry that goes

  @Test mutating func `can't be found any more when its entry is gone`() {
    #expect(world.scan(["b": 2]) == ["terminate a"])
    #expect(world.die("a") == [])
    #expect(world.stop() == ["terminate b"])
  }

  @Test mutating func `goes on when its entry comes back in time`() {
    _ = world.scan(["b": 2])
    #expect(world.scan(["a": 1, "b": 2]) == [])
    #expect(world.die("a") == ["start a"])
  }
}
