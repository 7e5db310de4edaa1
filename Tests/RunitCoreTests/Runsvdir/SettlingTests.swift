import RunitCore
import Testing

@Suite("A scan directory entry that appears while runsvdir runs")
struct SettlingTests {
  var world = TableDriver()

  init() { _ = world.scan(["old": 1]) }

  /// A directory that was changed last at `milliseconds` of the driver's clock.
  static func directory(changedAt milliseconds: Int64, hasRun: Bool = true) -> EntryExamination {
    .directory(.init(hasRun: hasRun, lastChange: time(milliseconds)))
  }

  /// The time of day at `milliseconds` of the driver's clock.
  static func time(_ milliseconds: Int64) -> FileTime {
    FileTime(seconds: 1_000 + milliseconds / 1_000, nanoseconds: UInt32(milliseconds % 1_000) * 1_000_000)
  }

  /// Goes to `milliseconds` and returns what happens there.
  mutating func go(to milliseconds: Int64) -> [String] {
    world.now = milliseconds * 1_000_000
    return world.wait(seconds: 0)
  }

  @Test mutating func `a new link is started after 5 ms`() {
    #expect(world.scan(["old": 1, "web": 2], initial: false) == [])
    #expect(world.table.nextDeadline == 5_000_000)
    #expect(go(to: 4) == [])
    #expect(go(to: 5) == ["examine web, start web"])
    #expect(world.table.nextDeadline == .max)
  }

  @Test mutating func `an entry that goes within 5 ms is not started`() {
    _ = world.scan(["old": 1, "CuAbCdEf": 2], initial: false)
    world.now = 1_000_000
    #expect(world.scan(["old": 2], initial: false) == ["terminate old"])
    #expect(go(to: 5) == [])
    #expect(go(to: 6) == ["examine old, start old"])
  }

  @Test mutating func `an entry that is another one at its examination is left to the next scan`() {
    _ = world.scan(["old": 1, "web": 2], initial: false)
    world.found = .gone
    #expect(go(to: 5) == ["examine web"])
    #expect(world.table.nextDeadline == .max)
    world.found = .link
    #expect(world.scan(["old": 1, "web": 2], initial: false) == [])
    #expect(go(to: 10) == ["examine web, start web"])
  }

  @Test mutating func `a directory is started one second after its last change`() {
    _ = world.scan(["old": 1, "web": 2], initial: false)
    world.found = Self.directory(changedAt: 0, hasRun: false)
    #expect(go(to: 5) == ["examine web"])
    world.found = Self.directory(changedAt: 700)
    #expect(go(to: 1_005) == ["examine web"])
    #expect(world.table.nextDeadline == 1_700_000_000)
    world.found = Self.directory(changedAt: 1_650)
    #expect(go(to: 1_700) == ["examine web"])
    #expect(world.table.nextDeadline == 2_650_000_000)
    #expect(go(to: 2_650) == ["examine web, start web"])
  }

  @Test(arguments: [true, false])
  mutating func `a directory is started after five seconds, changing or without run`(hasRun: Bool) {
    _ = world.scan(["old": 1, "web": 2], initial: false)
    var started: Int64?
    while started == nil, world.table.nextDeadline != .max {
      let now = world.table.nextDeadline / 1_000_000
      world.found = Self.directory(changedAt: hasRun ? now : 0, hasRun: hasRun)
      if go(to: now) == ["examine web, start web"] { started = now }
    }
    #expect(started == 5_000)
  }

  @Test(arguments: [-3_600_000, -2_000, 2_000, 86_400_000] as [Int64])
  mutating func `a clock of files that differs from ours starts no directory early`(error: Int64) {
    _ = world.scan(["old": 1, "web": 2], initial: false)
    for now in [5, 1_005, 2_005] as [Int64] {
      world.found = Self.directory(changedAt: 100_000_000 + now - 5 + error)
      world.clockError = 100_000_000_000_000
      #expect(go(to: now) == ["examine web"])
    }
    #expect(go(to: 3_005) == ["examine web, start web"])
  }

  @Test mutating func `a renamed service waits for 5 ms, whenever it changed`() {
    world.found = Self.directory(changedAt: 0)
    #expect(world.scan(["new": 1], initial: false) == ["terminate old"])
    #expect(world.end("old") == [])
    #expect(go(to: 5) == ["examine new, start new"])
    #expect(world.scan(["newer": 1], initial: false) == ["terminate new"])
    #expect(go(to: 10) == ["examine newer"])
    #expect(world.end("new") == ["start newer"])
  }

  @Test mutating func `a temporary name of a service that ends is not started`() {
    _ = world.scan(["old": 1, "CuAbCdEf": 1], initial: false)
    _ = world.scan(["old": 2, "CuAbCdEf": 1], initial: false)
    #expect(world.end("old") == [])
  }

  @Test mutating func `two new names of one directory get one runsv`() {
    _ = world.scan(["old": 1, "b": 2, "a": 2], initial: false)
    #expect(go(to: 5) == ["examine a, start a", "examine b"])
    #expect(world.scan(["old": 1, "b": 2], initial: false) == ["terminate a"])
    #expect(world.end("a") == ["start b"])
  }

  @Test mutating func `a link whose directory appears after it is examined as a directory`() {
    func scanDangling(_ world: inout TableDriver) {
      world.table.beginScan(at: world.now, isInitial: false)
      world.see("old", 1)
      _ = world.table.cannotSee("web".utf8Span.span, isAbsent: true)
      _ = world.table.endScan()
    }
    scanDangling(&world)
    #expect(go(to: 5) == ["scan again"])
    scanDangling(&world)
    #expect(world.scan(["old": 1, "web": 2], initial: false) == [])
    world.found = Self.directory(changedAt: 5)
    #expect(go(to: 10) == ["examine web behind its link"])
  }

  @Test mutating func `an entry that leads nowhere is reported after 5 ms, once`() {
    func isReported(_ world: inout TableDriver) -> Bool {
      world.table.beginScan(at: world.now, isInitial: false)
      defer { _ = world.table.endScan() }
      world.see("old", 1)
      return world.table.cannotSee("web".utf8Span.span, isAbsent: true)
    }
    #expect(!isReported(&world))
    #expect(go(to: 4) == [])
    #expect(!isReported(&world))
    #expect(go(to: 5) == ["scan again"])
    #expect(isReported(&world))
    #expect(!isReported(&world))
    #expect(world.table.nextDeadline == .max)
  }

  @Test mutating func `a tree that stops starts nothing that settles`() {
    _ = world.scan(["old": 1, "web": 2], initial: false)
    #expect(world.stop() == ["terminate old"])
    #expect(go(to: 5_000) == [])
    #expect(world.end("old") == [])
    #expect(world.table.isEmpty)
  }

  @Test mutating func `an upgrade forgets neither the entry nor since when it settles`() throws {
    _ = world.scan(["old": 1, "web": 2], initial: false)
    world.found = Self.directory(changedAt: 0, hasRun: false)
    #expect(go(to: 5) == ["examine web"])
    let bytes = TreeState(table: world.table, command: nil, title: nil).encoded
    let decoded = TreeState(decoding: bytes.span)
    world.table = try #require(decoded).table
    #expect(go(to: 1_000) == ["examine web"])
    #expect(go(to: 4_999) == ["examine web"])
    #expect(world.table.nextDeadline == 5_000_000_000)
    #expect(go(to: 5_000) == ["examine web, start web"])
  }
}
