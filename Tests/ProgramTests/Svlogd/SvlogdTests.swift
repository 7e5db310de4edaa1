import CLibc
import Foundation
import Testing

/// What is asked of the command line and the directories.
@Suite("svlogd")
struct SvlogdTests {
  static let usage = "usage: svlogd [-ttv] [-r c] [-R abc] [-l len] [-b buflen] dir ...\n\n"

  static let wrongUsage: [([String], String)] = [
    ([], ""), (["-t"], ""), (["-r", "ab", "."], ""), (["-r", "", "."], ""), (["-b", "1000", "."], ""),
    (["-l", "1024", "-b", "1024", "."], ""), (["-x", "."], "svlogd: illegal option -- x\n"),
    (["-tl"], "svlogd: option requires an argument -- l\n"),
  ]

  @Test(arguments: wrongUsage)
  func `explains its usage`(arguments: [String], message: String) throws {
    let outcome = try run("svlogd", arguments)
    #expect(outcome == Outcome(ending: .exited(111), output: "", error: message + Self.usage))
  }

  @Test func `prints a version and its usage on -V`() throws {
    let outcome = try run("svlogd", ["-V", "."])
    #expect(outcome.code == 111)
    #expect(outcome.error.hasSuffix("\n" + Self.usage))
  }

  @Test(.ours("long options are an addition"))
  func `answers --help and --version`() throws {
    let help = try run("svlogd", ["--help"])
    #expect(help == Outcome(ending: .exited(0), output: String(Self.usage.dropLast()), error: ""))
    let version = try run("svlogd", ["--version"])
    #expect(version.output.hasPrefix("svlogd (runit-swift) "))
    #expect(version.code == 0)
  }

  @Test func `needs a directory that works`() throws {
    let log = try LogFixture()
    try log.directory.write("file", "")
    let outcome = try log.log("line\n", to: ["missing", "file"])
    #expect(outcome.code == 111)
    #expect(
      outcome.error == """
        svlogd: warning: unable to open log directory: missing: file does not exist
        svlogd: warning: unable to change directory: file: not a directory
        svlogd: fatal: no functional log directories.

        """)
  }

  @Test func `goes on with the directories that work`() throws {
    let log = try LogFixture()
    let outcome = try log.log("line\n", to: ["missing", log.path])
    #expect(outcome.code == 0)
    #expect(outcome.error == "svlogd: warning: unable to open log directory: missing: file does not exist\n")
    #expect(log.current == "line\n")
  }

  @Test func `logs to several directories`() throws {
    let (first, second) = (try LogFixture(), try LogFixture(config: "pmore: \n"))
    try first.log("line\n", to: [first.path, second.path])
    #expect(first.current == "line\n")
    #expect(second.current == "more: line\n")
  }

  @Test func `does not take a directory twice`() throws {
    let log = try LogFixture()
    let outcome = try log.log("line\n", to: [log.path, log.path])
    #expect(outcome.error == "svlogd: warning: unable to lock directory: \(log.path): temporary failure\n")
    #expect(log.current == "line\n")
  }

  @Test func `leaves a locked directory alone`() throws {
    let log = try LogFixture()
    let owner = try RunningLogger([log.path])
    eventually { log.names.contains("current") }
    let outcome = try log.log("line\n")
    #expect(outcome.code == 111)
    #expect(
      outcome.error == """
        svlogd: warning: unable to lock directory: \(log.path): temporary failure
        svlogd: fatal: no functional log directories.

        """)
    owner.end()
    #expect(owner.program.wait() == .exited(0))
    #expect(try log.log("line\n").code == 0)
  }

  @Test func `marks a current that is complete with the owner's x`() throws {
    let log = try LogFixture()
    let logger = try RunningLogger([log.path])
    eventually { log.mode("current") == 0o644 }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(log.mode("current") == 0o744)
    #expect(log.mode("lock") == 0o600)
  }

  @Test func `goes on with a current that is complete`() throws {
    let log = try LogFixture()
    try log.log("one\n")
    try log.log("two\n")
    #expect(log.current == "one\ntwo\n")
    #expect(log.archives.isEmpty)
  }

  @Test func `sets a current aside that a crash left`() throws {
    let log = try LogFixture()
    try log.write("current", "crashed", mode: 0o640)
    try log.log("new\n")
    #expect(log.current == "new\n")
    let archives = log.archives
    #expect(archives.count == 1)
    #expect(archives[0].hasSuffix(".u"))
    #expect(log.read(archives[0]) == "crashed")
    #expect(log.mode(archives[0]) == 0o640)
  }

  @Test func `says what it does with -v`() throws {
    let log = try LogFixture(config: "s2000\nn1\n")
    let line = String(repeating: "x", count: 999) + "\n"
    try log.write("@400000000000000000000000.s", "")
    let outcome = try log.log(line, ["-v"])
    let name = try #require(log.archives.first)
    #expect(
      outcome.error == """
        svlogd: info: read: \(log.path)/config
        svlogd: info: new: \(log.path)/current
        svlogd: info: rename: \(log.path)/current \(name) 1000
        svlogd: info: delete: \(log.path)/@400000000000000000000000.s
        svlogd: info: close: \(log.path)

        """)
  }

  @Test func `mentions no config with -v where there is none`() throws {
    let log = try LogFixture()
    let outcome = try log.log("", ["-v"])
    #expect(outcome.error == "svlogd: info: new: \(log.path)/current\nsvlogd: info: close: \(log.path)\n")
  }

  @Test func `makes no files but lock and current without being asked`() throws {
    let log = try LogFixture()
    try log.log("line\n")
    #expect(log.names == ["current", "lock"])
  }

  @Test func `makes its input non-blocking`() throws {
    let log = try LogFixture()
    var ends: [Int32] = [-1, -1]
    pipe2(&ends, O_CLOEXEC)
    defer { ends.forEach { close($0) } }
    let program = try RunningProgram(program: "svlogd", [log.path], input: ends[0])
    eventually { fcntl(ends[0], F_GETFL) & O_NONBLOCK != 0 && log.names.contains("current") }
    program.signal(SIGTERM)
    #expect(program.wait() == .exited(0))
  }

  @Test(arguments: ["/dev/null", "/etc/passwd"])
  func `reads what is no pipe`(input: String) throws {
    let log = try LogFixture()
    let descriptor = open(input, O_RDONLY)
    defer { close(descriptor) }
    #expect(try run("svlogd", [log.path], input: descriptor).code == 0)
    #expect(log.current == (input == "/dev/null" ? "" : try String(contentsOfFile: input, encoding: .utf8)))
  }

  @Test func `ends when its input can't be read`() throws {
    let log = try LogFixture()
    let descriptor = open(log.directory.path, O_RDONLY)
    defer { close(descriptor) }
    let outcome = try run("svlogd", [log.path], input: descriptor)
    #expect(outcome.error == "svlogd: warning: unable to read standard input: is a directory\n")
    #expect(outcome.code == 0)
  }

  @Test(.ours("L12: a line length that the buffer does not hold is refused"))
  func `makes room for the lines it is asked for`() throws {
    let log = try LogFixture(config: "-*x*\n")
    let line = String(repeating: "a", count: 3_000)
    #expect(try log.log("\(line)x\n\(line)\n", ["-l", "4000"]).code == 0)
    #expect(log.current == line + "\n")
  }

  @Test(.ours("L13: a directory that can't be opened is forgotten until HUP"))
  func `opens a directory that appears later`() throws {
    let (log, other) = (try LogFixture(), try TemporaryDirectory())
    let logger = try RunningLogger([log.path, other("late")])
    logger.write("one\n")
    eventually { log.current == "one\n" }
    try other.write("prepared/config", "plate: \n")
    try FileManager.default.moveItem(atPath: other("prepared"), toPath: other("late"))
    eventually(within: 20) { other.exists("late/current") }
    logger.write("two\n")
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(other.read("late/current") == "late: two\n")
    #expect(log.current == "one\ntwo\n")
  }
}
