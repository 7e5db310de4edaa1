import Foundation
import Testing

/// When `current` becomes an old file, and when old files go.
@Suite("svlogd's rotation")
struct SvlogdRotationTests {
  /// Lines of these lengths, newline included.
  private static func lines(_ lengths: [Int]) -> String {
    lengths.map { String(repeating: "x", count: $0 - 1) + "\n" }.joined()
  }

  static let sizes: [(config: String, lengths: [Int], files: [Int], current: Int)] = [
    // Behind the line that takes a file to s - l; here l is 100.
    ("s2000", [500, 500, 500, 399, 1, 7], [1_900], 7),
    ("s2000", [500, 500, 500, 400, 7], [1_900], 7),
    ("s2000", [500, 500, 500, 499, 7], [1_999], 7),
    // A line that does not fit is cut.
    ("s2000", [500, 500, 500, 900, 7], [2_000], 407),
    ("s2000", [7_000], [2_000, 2_000, 2_000], 1_000),
    // As large as a line is a file for each.
    ("s100", [5, 1, 100], [5, 1, 100], 0),
    // Smaller files are cut at their size.
    ("s10", [25, 1], [10, 10], 6),
    ("s0", [5_000, 5_000], [], 10_000),
    ("s3k", [1_500, 1_471, 1, 2], [2_972], 2),
  ]

  @Test(arguments: sizes)
  func `by size ends files where runit ends them`(config: String, lengths: [Int], files: [Int], current: Int) throws {
    let log = try LogFixture(config: config + "\nn0\n")
    try log.log(Self.lines(lengths), ["-l", "100"])
    #expect(log.archives.map { log.size($0) } == files)
    #expect(log.size("current") == current)
    #expect(String(decoding: log.everything, as: UTF8.self) == Self.lines(lengths))
  }

  @Test func `counts stamps and prefixes, but not what is deselected`() throws {
    let log = try LogFixture(config: "s2000\nn0\np12345\n-no*\n")
    try log.log(String(repeating: "no line is here\nab\n", count: 100), ["-t", "-l", "100"])
    // 26 of the stamp, 5 of the prefix, 3 of the line
    #expect(log.archives.map { log.size($0) } == [1_904])
    #expect(log.size("current") == 100 * 34 - 1_904)
  }

  @Test func `waits for the next line when current is full already`() throws {
    let log = try LogFixture(config: "s2000\n")
    try log.write("current", Self.lines([2_000]), mode: 0o744)
    try log.log("")
    #expect(log.archives.isEmpty)
    try log.log("next\n", ["-l", "100"])
    #expect(log.archives.map { log.size($0) } == [2_000])
    #expect(log.current == "next\n")
  }

  @Test func `gives old files a label, a mode and a kind`() throws {
    let log = try LogFixture(config: "s100\n")
    try log.log("line\n", ["-l", "100"])
    let name = try #require(log.archives.first)
    #expect(name.range(of: "^@4000000[0-9a-f]{17}[.]s$", options: .regularExpression) != nil)
    #expect(log.mode(name) == 0o744)
    #expect(log.mode("current") == 0o744)
  }

  @Test func `keeps n old files, and the newest ones`() throws {
    let log = try LogFixture(config: "s100\nn3\n")
    try log.log((1...9).map { "line \($0)\n" }.joined(), ["-l", "100"])
    #expect(log.archives.map { log.read($0) } == ["line 7\n", "line 8\n", "line 9\n"])
  }

  @Test(.ours("L6: one old file goes at a rotation, so that a lower n does not shrink the directory"))
  func `keeps no more than n when n was lowered`() throws {
    let log = try LogFixture(config: "s100\nn2\n")
    for label in 1...9 { try log.write("@40000000000000000000000\(label).s", "") }
    try log.log("line\n", ["-l", "100"])
    #expect(log.archives.count == 2)
    #expect(log.archives.first == "@400000000000000000000009.s")
  }

  @Test func `deletes by name, leftovers of a processor always, unprocessed files never`() throws {
    let log = try LogFixture(config: "s100\nn2\n")
    let names = ["1.t", "2.u", "3.x", "4.s"].map { "@40000000000000000000000\($0)" }
    for name in names + ["@short", "other"] { try log.write(name, "") }
    try log.log("line\n", ["-l", "100"])
    let archives = log.archives
    #expect(archives.count == 4)
    #expect(archives.prefix(2) == ["@400000000000000000000002.u", "@400000000000000000000004.s"])
    #expect(archives.last == "@short")
    #expect(log.names.contains("other"))
  }

  @Test(.ours("S is an addition to config"))
  func `keeps old files below a total size`() throws {
    let log = try LogFixture(config: "s1k\nS4k\nn0\n")
    try log.log(Self.lines(Array(repeating: 100, count: 200)), ["-l", "100"])
    let sizes = log.archives.map { log.size($0) }
    #expect(sizes.reduce(0, +) <= 4_096)
    #expect(sizes.reduce(0, +) > 4_096 - 1_024)
  }

  @Test(.ours("m is an addition to config"))
  func `gives files the mode that is wanted`() throws {
    let log = try LogFixture(config: "s100\nm0640\n")
    let logger = try RunningLogger(["-l", "100", log.path])
    logger.write("line\n")
    eventually { log.archives.count == 1 && log.mode("current") == 0o640 }
    #expect(log.mode(log.archives[0]) == 0o740)
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(log.mode("current") == 0o740)
  }

  @Test func `by age needs no input, and leaves an empty file alone`() throws {
    let log = try LogFixture(config: "t1\n")
    let logger = try RunningLogger([log.path])
    logger.write("line\n")
    eventually { log.archives.count == 1 }
    let name = try #require(log.archives.first)
    #expect(log.read(name) == "line\n")
    #expect(log.current == "")
    logger.write("more\n")
    eventually { log.archives.count == 2 }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }

  @Test func `by ALRM takes whole lines`() throws {
    let log = try LogFixture()
    let logger = try RunningLogger([log.path])
    logger.write("one\ntw")
    eventually { log.current == "one\n" }
    eventually { logger.unreadCount == 0 }
    logger.program.signal(SIGALRM)
    eventually { log.archives.count == 1 }
    logger.write("o\n")
    eventually { log.current == "two\n" }
    #expect(log.read(log.archives[0]) == "one\n")
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }

  @Test(.ours("y is an addition to config"))
  func `goes on with a config that wants fsync`() throws {
    let log = try LogFixture(config: "y1\n")
    let logger = try RunningLogger([log.path])
    let trace = log.directory("trace")
    let strace = try? RunningProgram(
      "/usr/bin/strace", ["strace", "-q", "-o", trace, "-e", "trace=fsync", "-p", "\(logger.program.id)"])
    try #require(strace != nil)
    eventually { logger.program.entry.status("TracerPid") != "0" }
    eventually {
      logger.write("line\n")
      return log.directory.read("trace")?.contains("fsync") == true
    }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }
}
