import RunitCore
import Testing

@Suite("The table of services")
struct ServiceTableTests {
  var world = TableDriver()

  // MARK: Entries come and go

  @Test mutating func `starts what is new, once`() {
    #expect(world.scan(["web": 1, "db": 2]) == ["start web", "start db"])
    #expect(world.scan(["db": 2, "web": 1]) == [])
    #expect(world.scan(["db": 2, "web": 1, "mail": 3]) == ["start mail"])
  }

  @Test mutating func `terminates what is gone, all of it in one scan`() {
    _ = world.scan(["a": 1, "b": 2, "c": 3, "d": 4, "e": 5])
    #expect(world.scan(["c": 3]) == ["terminate a", "terminate b", "terminate d", "terminate e"])
    #expect(world.scan(["c": 3]) == [])
  }

  @Test mutating func `keeps track of a removed service until it has ended`() {
    _ = world.scan(["web": 1])
    #expect(world.scan([:]) == ["terminate web"])
    #expect(!world.table.isEmpty)
    #expect(world.end("web") == [])
    #expect(world.table.isEmpty)
  }

  @Test mutating func `does not start an essential service again that has ended, as soon as that was`() throws {
    _ = world.scan(["web": 1, "db": 2])
    _ = world.die("web")
    _ = world.wait(seconds: 2)
    world.table.essentialServiceEnded(try #require(world.processes["web"]))
    #expect(world.table.nextDeadline == .max)
    #expect(world.stop() == ["terminate db"])
    #expect(world.end("db") == [])
    #expect(world.table.isEmpty)
  }

  @Test mutating func `starts a service at once that comes back when its old runsv has ended`() {
    _ = world.scan(["web": 1])
    _ = world.scan([:])
    _ = world.end("web")
    #expect(world.scan(["web": 1]) == ["start web"])
  }

  @Test mutating func `starts a service that came back only when its old runsv has ended`() {
    _ = world.scan(["web": 1])
    _ = world.scan([:])
    #expect(world.scan(["web": 1]) == [])
    #expect(world.end("web", code: 111) == ["start web"])
  }

  @Test mutating func `takes a switched link for another service`() throws {
    _ = world.scan(["web": 1])
    let old = try #require(world.processes["web"])
    #expect(world.scan(["web": 2]) == ["terminate web", "start web"])
    #expect(world.processes["web"] != old)
    #expect(world.end(process: old) == [])
    #expect(!world.table.isEmpty)
  }

  @Test mutating func `forgets a scan that was not ended`() {
    _ = world.scan(["web": 1, "db": 2])
    world.table.beginScan(at: 0, isInitial: true)
    world.see("web", 1)
    world.see("new", 3)
    #expect(world.scan(["web": 1, "db": 2]) == [])
  }

  // MARK: Names of one directory

  @Test mutating func `gives several names of one directory one runsv`() {
    #expect(world.scan(["b": 1, "a": 1, "c": 1]) == ["start a"])
    #expect(world.scan(["b": 1, "c": 1]) == ["terminate a"])
    #expect(world.end("a") == ["start b"])
    #expect(world.scan(["b": 1]) == [])
  }

  @Test mutating func `starts a renamed service under its new name when the old runsv has ended`() {
    _ = world.scan(["old": 1])
    #expect(world.scan(["new": 1]) == ["terminate old"])
    #expect(world.end("old") == ["start new"])
  }

  @Test mutating func `tells names apart of which one begins like the other`() {
    #expect(world.scan(["web": 1, "web2": 1, "we": 1]) == ["start we"])
    #expect(world.scan(["web": 1, "web2": 1]) == ["terminate we"])
    #expect(world.end("we") == ["start web"])
  }

  // MARK: Deaths

  @Test mutating func `starts a runsv at once that had lived a while`() {
    _ = world.scan(["web": 1])
    _ = world.wait(seconds: 1)
    #expect(world.end("web", code: 111) == ["start web"])
  }

  @Test mutating func `tries a runsv that fails at once with growing pauses, and complains once`() {
    _ = world.scan(["web": 1])
    #expect(world.end("web", code: 111) == ["complain web"])
    for pause in [1.0, 2, 4, 5, 5, 5] {
      #expect(world.table.nextDeadline == world.now + Int64(pause * 1e9))
      #expect(world.wait(seconds: pause - 0.5) == [])
      #expect(world.wait(seconds: 0.5) == ["start web"])
      #expect(world.end("web", code: 111) == [])
    }
  }

  @Test mutating func `complains again after a life that was long enough`() {
    _ = world.scan(["web": 1])
    _ = world.end("web", code: 111)
    _ = world.wait(seconds: 1)
    _ = world.wait(seconds: 2)
    #expect(world.end("web", code: 111) == ["start web"])
    #expect(world.end("web", code: 111) == ["complain web"])
  }

  @Test mutating func `pauses without a complaint after a runsv that ended well`() {
    _ = world.scan(["web": 1])
    #expect(world.end("web") == [])
    #expect(world.wait(seconds: 1) == ["start web"])
    #expect(world.end("web", code: 1) == ["complain web"])
  }

  @Test mutating func `tries again what could not be started`() {
    world.broken = ["web"]
    #expect(world.scan(["web": 1]) == ["fail web"])
    #expect(world.table.isUnsettled)
    #expect(world.wait(seconds: 1) == ["fail silently web"])
    world.broken = []
    #expect(world.wait(seconds: 2) == ["start web"])
    #expect(!world.table.isUnsettled)
  }

  @Test mutating func `drops the pause of a service that is gone`() {
    _ = world.scan(["web": 1])
    _ = world.end("web", code: 1)
    #expect(world.scan([:]) == [])
    #expect(world.table.nextDeadline == .max)
    #expect(world.wait(seconds: 9) == [])
  }

  @Test mutating func `reaps an orphan without a word`() {
    _ = world.scan(["web": 1])
    #expect(world.end(process: 7) == [])
    #expect(!world.table.isEmpty)
  }

  // MARK: The end of the tree

  @Test mutating func `terminates everything when told to stop, and starts nothing more`() {
    _ = world.scan(["a": 1, "b": 2, "c": 3, "c2": 3])
    _ = world.end("b", code: 1)
    #expect(world.stop() == ["terminate a", "terminate c"])
    #expect(world.table.nextDeadline == .max)
    #expect(world.end("a") == [])
    #expect(!world.table.isEmpty)
    #expect(world.end("c") == [])
    #expect(world.table.isEmpty)
  }

  // MARK: What can't be read

  @Test mutating func `calls a dangling link news once, and again when it had been mended`() {
    func look(at names: [String], _ table: inout ServiceTable) -> [Bool] {
      table.beginScan(at: 0, isInitial: true)
      defer { _ = table.endScan() }
      return names.map { table.cannotSee($0.utf8Span.span, isAbsent: true) }
    }
    #expect(look(at: ["x", "y"], &world.table) == [true, true])
    #expect(look(at: ["y", "x", "z"], &world.table) == [false, false, true])
    #expect(world.table.isUnsettled)
    #expect(look(at: [], &world.table) == [])
    #expect(!world.table.isUnsettled)
    #expect(look(at: ["x"], &world.table) == [true])
  }

  @Test mutating func `lets a service run whose entry can't be asked about`() throws {
    _ = world.scan(["a": 1])
    let process = try #require(world.processes["a"])
    func look(isAbsent: Bool, _ table: inout ServiceTable) -> [ServiceTable.Effect] {
      table.beginScan(at: 0, isInitial: true)
      _ = table.cannotSee("a".utf8Span.span, isAbsent: isAbsent)
      return table.endScan()
    }
    #expect(look(isAbsent: false, &world.table) == [])
    #expect(world.table.isUnsettled)
    #expect(look(isAbsent: true, &world.table) == [.terminate(process: process)])
  }

  @Test mutating func `bears thousands that come and go at once`() {
    world.table.beginScan(at: 0, isInitial: true)
    for number in 0..<5_000 { world.see("service\(number)", UInt64(number * 7_919 % 5_003)) }
    var started: Int32 = 0
    for effect in world.table.endScan() {
      guard case .start(let slot) = effect else { continue }
      started += 1
      world.table.started(slot, process: started, at: 0)
    }
    #expect(started == 5_000)
    #expect(world.table.stop().count == 5_000)
    for process in (1...started).reversed() { _ = world.end(process: process) }
    #expect(world.table.isEmpty)
  }
}
