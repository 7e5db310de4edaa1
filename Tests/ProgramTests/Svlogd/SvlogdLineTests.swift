import Foundation
import Testing

/// What becomes of a line.
@Suite("svlogd's lines")
struct SvlogdLineTests {
  @Test func `are written as they are, whatever their bytes`() throws {
    let log = try LogFixture()
    var input = Data((0...255).map { UInt8($0) })
    input += Data("\n\n\0\n".utf8) + Data(repeating: 0x61, count: 200_000) + Data("\n".utf8)
    try log.log(input)
    log.expectEverything(input)
  }

  @Test(.ours("L2: a last line without newline is lost"))
  func `get the newline that the last one lacks`() throws {
    let log = try LogFixture()
    try log.log("one\ntwo")
    #expect(log.current == "one\ntwo\n")
  }

  @Test func `get the newline that a long last one lacks`() throws {
    let log = try LogFixture()
    try log.log(String(repeating: "x", count: 1_000))
    #expect(log.current == String(repeating: "x", count: 1_000) + "\n")
  }

  @Test func `are there before svlogd sleeps, when they are complete or long`() throws {
    let log = try LogFixture()
    let logger = try RunningLogger(["-l", "10", "-b", "20", log.path])
    logger.write("short")
    eventually { logger.unreadCount == 0 }
    logger.write(" line\npart")
    eventually { log.current == "short line\n" }
    logger.write("ial line")
    eventually { log.current == "short line\npartial line" }
    logger.write(" and")
    eventually { log.current == "short line\npartial line and" }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(log.current == "short line\npartial line and\n")
  }

  static let replacements: [([String], String, String)] = [
    (["-r", "_"], "a\tb\u{7f}ä~\n", "a_b___~\n"),
    (["-R", "ab"], "abcab\t\n", "__c___\n"),
    (["-R", ""], "a\t\n", "a_\n"),
    (["-R", "a", "-r", "?"], "a\t\n", "??\n"),
    (["-R", "a", "-R", "b"], "ab\n", "a_\n"),
    (["-r", "_", "-l", "3"], "\t\t\t\t\t\n", "___\t\t\n"),
  ]

  @Test(arguments: replacements)
  func `have characters replaced`(options: [String], input: String, output: String) throws {
    let log = try LogFixture()
    try log.log(input, options)
    #expect(log.current == output)
  }

  @Test func `are matched after replacement, up to the length`() throws {
    let log = try LogFixture(config: "-*\n+ab_\n")
    try log.log("ab\tc\nab_\nabc\n", ["-r", "_", "-l", "3"])
    #expect(log.current == "ab\tc\nab_\n".replacingOccurrences(of: "\t", with: "_"))
  }

  static let stamps: [(option: String, pattern: String)] = [
    ("-t", "^@4000000[0-9a-f]{17} $"), ("-tt", #"^20\d\d-\d\d-\d\d_\d\d:\d\d:\d\d\.\d{5} $"#),
    ("-ttt", #"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{5} $"#), ("-tttt", #"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{5} $"#),
  ]

  @Test(arguments: stamps)
  func `get stamps before the prefix, empty ones too`(option: String, pattern: String) throws {
    let log = try LogFixture(config: "pweb: \n")
    try log.log("line\n\n", [option])
    let lines = log.current.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 3)
    #expect(lines[0].dropFirst(26) == "web: line")
    #expect(lines[1].dropFirst(26) == "web: ")
    for line in lines.prefix(2) {
      #expect(line.prefix(26).range(of: pattern, options: .regularExpression) != nil)
    }
  }

  @Test func `are stamped in UTC`() throws {
    let log = try LogFixture()
    let before = Date()
    try log.log("line\n", ["-ttt"])
    let formatter = ISO8601DateFormatter()
    let moment = try #require(formatter.date(from: log.current.prefix(19) + "Z"))
    #expect(moment.timeIntervalSince(before) > -2 && moment.timeIntervalSince(before) < 60)
  }

  @Test func `are stamped when they begin, not when they end`() throws {
    let log = try LogFixture()
    let logger = try RunningLogger(["-t", log.path])
    logger.write("be")
    eventually { logger.unreadCount == 0 && logger.program.entry.state == "S" }
    let between = try LogFixture()
    try between.log("x\n", ["-t"])
    logger.write("gin\nnext\n")
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    let stamps = log.current.split(separator: "\n").map { $0.prefix(25) }
    #expect(stamps[0] < between.current.prefix(25))
    #expect(stamps[1] > between.current.prefix(25))
  }

  @Test func `go to standard error cut off at the length`() throws {
    let log = try LogFixture(config: "-*\ne*\nE*x\n")
    let outcome = try log.log("abc\nabcde\nabcdef\nx\n\n", ["-l", "5"])
    #expect(outcome.error == "abc\nabcde...\nabcde...\n\n")
    #expect(log.current == "")
  }

  @Test func `go to standard error once for each directory that says so, with its prefix`() throws {
    let (first, second) = (try LogFixture(config: "pa: \ne*\n"), try LogFixture(config: "pb: \ne*\n"))
    let outcome = try first.log("line\n", to: [first.path, second.path])
    #expect(outcome.error == "a: line\nb: line\n")
  }

  static let garbage = [
    "s", "garbage", "\0\u{1}", "z9\nQ\n\n#comment\n", "n99999999999999999999999\n", "t18446744073709551615h\n",
  ]

  @Test(arguments: garbage)
  func `survive any config`(config: String) throws {
    let log = try LogFixture(config: config)
    try log.log("line\n")
    #expect(log.everything == Data("line\n".utf8))
  }
}
