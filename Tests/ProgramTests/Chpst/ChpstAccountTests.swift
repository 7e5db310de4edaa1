import CLibc
import Foundation
import Testing

@Suite("The account of chpst's program")
struct ChpstAccountTests {
  static let accounts: [(value: String, user: String, group: String, groups: [String])] = [
    ("daemon", "1", "1", ["1"]), ("daemon:games", "1", "60", ["60"]), ("daemon:games:tty", "1", "60", ["5", "60"]),
    ("daemon:tty:games", "1", "5", ["5", "60"]), (":1000:100", "1000", "100", ["100"]),
    (":1:2:3", "1", "2", ["2", "3"]), ("::5", "0", "5", ["5"]), (":1:2:", "1", "2", ["0", "2"]),
    ("::", "0", "0", ["0"]),
    ("root", "0", "0", ["0"]),
  ]

  @Test(.asRoot, arguments: accounts)
  func `has these ids and no others`(value: String, user: String, group: String, groups: [String]) throws {
    let outcome = try chpst("-u", value, "cat", "/proc/self/status")
    #expect(outcome.status("Uid") == Array(repeating: user, count: 4))
    #expect(outcome.status("Gid") == Array(repeating: group, count: 4))
    #expect(outcome.status("Groups") == groups)
  }

  @Test(.asRoot) func `has no capabilities unless it is root`() throws {
    let outcome = try chpst("-u", "daemon", "cat", "/proc/self/status")
    #expect(outcome.status("CapEff") == ["0000000000000000"])
    #expect(outcome.status("CapPrm") == ["0000000000000000"])
  }

  @Test(.asRoot) func `keeps the environment of the caller`() throws {
    let outcome = try chpst("-u", "daemon", "env", environment: ["HOME": "/h", "USER": "u"])
    #expect(outcome.variable("HOME") == "/h")
    #expect(outcome.variable("USER") == "u")
    #expect(outcome.variable("UID") == nil)
  }

  static let unknown = [
    "nobody-here", "", "1000", "0:0", "daemon:", "daemon:games:", "daemon:nothing", "Daemon", "+", "-v",
  ]

  @Test(arguments: unknown, ["-u", "-U"])
  func `must be known`(value: String, option: String) throws {
    let outcome = try chpst(option, value, "true")
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: unknown user/group: \(value)\n")
  }

  static let numbers = [
    ":", ":1000", ":1:x", ":1:2x", ":x:1", ":-1:1", ":0:" + Array(repeating: "1", count: 61).joined(separator: ":"),
  ]

  @Test(arguments: numbers, ["-u", "-U"])
  func `must be of numbers behind a colon`(value: String, option: String) throws {
    let outcome = try chpst(option, value, "true")
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: invalid uid/gids: \(value.dropFirst())\n")
  }

  @Test(.ours("runit lets numbers wrap, up to the user 0"), arguments: [":4294967296:1", ":1:4294967296"])
  func `must be of numbers that fit`(value: String) throws {
    let outcome = try chpst("-u", value, "true")
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: invalid uid/gids: \(value.dropFirst())\n")
  }

  @Test(.asRoot) func `has sixty groups, and names behind them are not even looked up`() throws {
    let games = Array(repeating: "games", count: 60).joined(separator: ":")
    #expect(try chpst("-u", "daemon:\(games):nothing", "true").code == 0)
    #expect(try chpst("-u", "daemon:nothing:\(games)", "true").code == 111)
    let numbers = (1...60).map(String.init)
    let outcome = try chpst("-u", ":1:" + numbers.joined(separator: ":"), "cat", "/proc/self/status")
    #expect(outcome.status("Groups") == numbers)
  }

  @Test func `can't be another one for an ordinary user`() throws {
    for value in ["daemon", "root", ":0:0"] {
      let outcome = try chpstAsOrdinaryUser("-u", value, "true")
      #expect(outcome.code == 111)
      #expect(outcome.error == "chpst: fatal: unable to setgroups: permission denied\n")
    }
  }

  @Test(.asRoot) func `is looked up in the new root`() throws {
    let root = try TemporaryDirectory()
    let missing = try chpst("-/", root.path, "-u", "daemon", "true")
    #expect(missing.code == 111)
    #expect(missing.error == "chpst: fatal: unable to get password/group file entry: file does not exist\n")
    try root.write("etc/passwd", "inside:x:77:78::/:\n")
    try root.write("etc/group", "within:x:79:\n")
    for value in ["inside", "inside:within"] {
      let inside = try chpst("-u", value, "-/", root.path, "true")
      #expect(inside.error == "chpst: fatal: unable to run: true: file does not exist\n")
    }
    let outside = try chpst("-u", "daemon", "-/", root.path, "true")
    #expect(outside.error == "chpst: fatal: unknown user/group: daemon\n")
  }

  /// The kernel is told to answer 0 and do nothing: whoever does not read back runs the program as root.
  @Test(.asRoot, .ours("runit does not read back"), arguments: [SYS_setgroups, SYS_setgid, SYS_setuid])
  func `is read back after it was set`(call: CInt) throws {
    let outcome = try withSystemCall(Int(call)) { try chpst("-u", "daemon", "echo", "half done") }
    #expect(outcome.code == 111)
    #expect(outcome.output == "")
    #expect(outcome.error == "chpst: fatal: uid, gid and groups are not those that were set\n")
  }
}
