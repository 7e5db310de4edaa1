import CLibc
import Foundation
import Testing

@Suite("utmpset", .asProcessOne)
struct UtmpsetTests {
  static let size = 384

  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    for folder in ["run", "log"] { mkdir(directory(folder), 0o755) }
  }

  /// A record of utmp with every field set.
  static func record(_ line: String, user: String, type: UInt8 = 7) -> [UInt8] {
    func field(_ text: String, _ size: Int) -> [UInt8] {
      Array(text.utf8) + Array(repeating: 0, count: size - text.utf8.count)
    }
    return [type, 0, 0, 0, 1, 2, 3, 4] + field(line, 32) + field("id", 4) + field(user, 32) + field("example.org", 256)
      + Array(repeating: 0xee, count: 52)
  }

  private func write(_ records: [UInt8]...) throws {
    try Data(records.flatMap(\.self)).write(to: URL(fileURLWithPath: directory("run/utmp")))
  }

  private func records(of name: String) -> [[UInt8]] {
    let bytes = FileManager.default.contents(atPath: directory(name)).map(Array.init) ?? []
    return stride(from: 0, to: bytes.count, by: Self.size).map { Array(bytes[$0..<min($0 + Self.size, bytes.count)]) }
  }

  private func logout(_ arguments: String...) throws -> Outcome {
    try run("utmpset", arguments, mounts: ["/run": directory("run"), "/var/log": directory("log")])
  }

  /// What a logout makes of `record`; the time is taken from `result`.
  private func ended(_ record: [UInt8], as result: [UInt8]) -> [UInt8] {
    var record = record
    record[0] = 8
    for index in 44..<332 { record[index] = 0 }
    record.replaceSubrange(340..<344, with: result[340..<344])
    return record
  }

  private func time(of record: [UInt8]) -> Int { record[340..<344].reversed().reduce(0) { $0 << 8 | Int($1) } }

  @Test(arguments: [[], ["-w"], ["-x", "tty1"], ["-V", "tty1"]])
  func `wants a line`(arguments: [String]) throws {
    let outcome = try run("utmpset", arguments)
    #expect(outcome.error.hasSuffix("usage: utmpset [-w] line\n\n"))
    #expect(outcome.code == 1)
  }

  @Test func `names an option that it does not know`() throws {
    #expect(try run("utmpset", ["-wx"]).error == "utmpset: illegal option -- x\nusage: utmpset [-w] line\n\n")
  }

  @Test func `ends the first login of the line, and touches nothing else`() throws {
    let others = [
      Self.record("tty11", user: "a"), Self.record("tty1", user: ""), Self.record("tty1", user: "c", type: 3),
      Self.record("tty1", user: "d"),
    ]
    try write(others[0], others[1], others[2], others[3])
    let outcome = try logout("tty1", "surplus")
    #expect(outcome == Outcome(ending: .exited(0), output: "", error: ""))
    let after = records(of: "run/utmp")
    try #require(after.count == 4)
    #expect(after == [others[0], others[1], ended(others[2], as: after[2]), others[3]])
    #expect(abs(time(of: after[2]) - Int(Date().timeIntervalSince1970)) < 60)
    #expect(!directory.exists("log/wtmp"))
  }

  @Test func `with -w adds a bare logout to wtmp`() throws {
    try write(Self.record("tty1", user: "a"))
    try directory.write("log/wtmp", "before")
    #expect(try logout("-w", "tty1").code == 0)
    let bytes = FileManager.default.contents(atPath: directory("log/wtmp")).map(Array.init) ?? []
    try #require(bytes.count == 6 + Self.size)
    var expected = [UInt8](repeating: 0, count: Self.size)
    expected[0] = 8
    expected.replaceSubrange(8..<12, with: "tty1".utf8)
    let record = Array(bytes.dropFirst(6))
    expected.replaceSubrange(340..<344, with: record[340..<344])
    #expect(record == expected)
    #expect(abs(time(of: record) - time(of: records(of: "run/utmp")[0])) <= 10, "each has its own")
  }

  @Test(arguments: ["tty2", "tty", "tty11", ""])
  func `says when nobody is logged in there`(line: String) throws {
    try write(Self.record("tty1", user: "a"), [7, 0, 0])
    let outcome = try logout("-w", line)
    let text = "utmpset: warning: unable to logout line \(line) in utmp: no such entry\n"
    #expect(outcome == Outcome(ending: .exited(111), output: "", error: text))
    #expect(!directory.exists("log/wtmp"))
  }

  @Test(.ours("U1: nothing is compared past the field"))
  func `does not take a longer name for the line`() throws {
    let line = String(repeating: "x", count: 32)
    try write(Self.record(line, user: "a"))
    #expect(try logout(line + "id").code == 111)
    #expect(try logout(line).code == 0)
  }

  @Test func `needs utmp`() throws {
    let outcome = try logout("tty1")
    #expect(outcome.error == "utmpset: fatal: unable to open /var/run/utmp: file does not exist\n")
    #expect(outcome.code == 111)
  }

  @Test func `needs wtmp with -w`() throws {
    try write(Self.record("tty1", user: "a"))
    mkdir(directory("log/wtmp"), 0o755)
    let outcome = try logout("-w", "tty1")
    #expect(outcome.error == "utmpset: fatal: unable to open /var/log/wtmp: is a directory\n")
    #expect(outcome.code == 111)
  }
}
