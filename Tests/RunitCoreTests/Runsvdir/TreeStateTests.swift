import RunitCore
import Testing

@Suite("The state of a tree")
struct TreeStateTests {
  /// A table with a service in each phase, and the world that it lives in.
  static func world() -> TableDriver {
    var world = TableDriver()
    _ = world.scan(["leaving": 1, "waiting": 2, "short": 3, "web": 4, "web-too": 4])
    _ = world.end("short", code: 111)
    world.broken = ["waiting"]
    _ = world.end("waiting", code: 0)
    _ = world.scan(["waiting": 2, "short": 3, "web": 4, "web-too": 4])
    return world
  }

  static func encoded() -> [UInt8] {
    TreeState(table: world().table, command: 77, title: 9).encoded
  }

  @Test func `is the same on the other side`() throws {
    let bytes = Self.encoded()
    let decoded = TreeState(decoding: bytes.span)
    let state = try #require(decoded)
    #expect(state.command == 77)
    #expect(state.title == 9)
    #expect(state.encoded == bytes)
  }

  @Test func `lets another table go on where the first one was`() throws {
    var world = Self.world()
    let bytes = TreeState(table: world.table, command: nil, title: nil).encoded
    let decoded = TreeState(decoding: bytes.span)
    let state = try #require(decoded)
    #expect(state.command == nil)
    #expect(state.title == nil)
    world.table = state.table
    world.broken = []
    #expect(world.scan(["waiting": 2, "short": 3, "web": 4, "web-too": 4]) == [])
    #expect(world.wait(seconds: 1).sorted() == ["start short", "start waiting"])
    #expect(world.end("short", code: 111) == [])  // the complaint was made before
    #expect(world.end("leaving") == [])
    #expect(world.scan(["waiting": 2, "short": 3, "web-too": 4]) == ["terminate web"])
    #expect(world.end("web") == ["start web-too"])
  }

  @Test func `tells which runsv died of a signal, and may have left something`() throws {
    var world = TableDriver()
    _ = world.scan(["web": 1])
    _ = world.die("web")
    let bytes = TreeState(table: world.table, command: nil, title: nil).encoded
    let decoded = TreeState(decoding: bytes.span)
    world.table = try #require(decoded).table
    #expect(world.stop() == ["take down web"])
  }

  @Test func `is refused when it is cut short or goes on`() {
    let bytes = Self.encoded()
    func isRefused(_ bytes: [UInt8]) -> Bool { TreeState(decoding: bytes.span) == nil }
    for count in bytes.indices { #expect(isRefused(Array(bytes.prefix(count)))) }
    #expect(isRefused(bytes + [0]))
  }

  @Test func `never traps on bytes that make no sense`() {
    let bytes = Self.encoded()
    for index in bytes.indices {
      for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff] {
        var broken = bytes
        broken[index] = value
        guard var state = TreeState(decoding: broken.span) else { continue }
        for case (_, let process?) in state.table.unfinished {
          _ = state.table.ended(process, WaitStatus(exitCode: 111), at: 1_000_000_000)
        }
        _ = state.table.stop()
      }
    }
  }

  @Test(arguments: [(7, 3, "7 3"), (2_147_483_647, 1_000, "2147483647 1000")] as [(Int32, Int32, String)])
  func `is found by a value of the environment`(process: Int32, descriptor: Int32, value: String) {
    let handover = Handover(process: process, descriptor: descriptor)
    var text = TextBuffer<32>()
    handover.write(to: &text)
    #expect(String(decoding: text) == value)
    #expect(Handover(value.utf8Span.span) == handover)
  }

  @Test(arguments: ["", " ", "7", "7 ", " 7", "7 x", "-1 3", "7 3 ", "4294967296 3"])
  func `is not looked for by a value that makes no sense`(value: String) {
    #expect(Handover(value.utf8Span.span) == nil)
  }
}
