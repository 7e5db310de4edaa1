import Foundation
import Testing

@Suite("svlogd's signals")
struct SvlogdSignalTests {
  @Test func `end it with TERM, with nothing lost that it took`() throws {
    let log = try LogFixture()
    let logger = try RunningLogger([log.path])
    logger.write("one\n")
    eventually { log.current == "one\n" }
    logger.program.signal(SIGTERM)
    #expect(logger.program.wait() == .exited(0))
    #expect(log.current == "one\n")
    #expect(log.mode("current") == 0o744)
  }

  @Test(.ours("TERM within a line waits for its end, and drops it"))
  func `end it within a line, which is kept`() throws {
    let log = try LogFixture()
    let logger = try RunningLogger([log.path])
    logger.write("one\ntw")
    eventually { logger.unreadCount == 0 && log.current == "one\n" }
    logger.program.signal(SIGTERM)
    #expect(logger.program.wait() == .exited(0))
    #expect(log.current == "one\ntw\n")
  }

  @Test func `make it read config anew with HUP`() throws {
    let log = try LogFixture(config: "pold: \n")
    let logger = try RunningLogger([log.path])
    logger.write("one\ntw")
    eventually { log.current == "old: one\n" && logger.unreadCount == 0 }
    try log.write("config", "pnew: \n")
    logger.program.signal(SIGHUP)
    logger.write("o\n")
    eventually { log.current.hasSuffix("two\n") }
    try FileManager.default.removeItem(atPath: log("config"))
    logger.program.signal(SIGHUP)
    logger.write("three\n")
    eventually { log.current.hasSuffix("three\n") }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(log.current.hasPrefix("old: one\n"))
  }

  @Test func `make it follow its directory's name with HUP`() throws {
    let log = try LogFixture()
    let logger = try RunningLogger([log.path])
    logger.write("one\n")
    eventually { log.current == "one\n" }
    try FileManager.default.moveItem(atPath: log.path, toPath: log.directory("former"))
    try FileManager.default.createDirectory(atPath: log.path, withIntermediateDirectories: false)
    logger.program.signal(SIGHUP)
    eventually { log.names.contains("current") }
    logger.write("two\n")
    eventually { log.current == "two\n" }
    #expect(log.directory.read("former/current") == "one\n")
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }

  @Test func `end it with HUP when no directory is left`() throws {
    let log = try LogFixture()
    let logger = try RunningLogger([log.path])
    eventually { log.mode("current") == 0o644 }
    try FileManager.default.moveItem(atPath: log.path, toPath: log.directory("former"))
    logger.program.signal(SIGHUP)
    #expect(logger.program.wait() == .exited(111))
    #expect(logger.program.error.hasSuffix("svlogd: fatal: no functional log directories.\n"))
  }

  @Test(.ours("ALRM cuts a line that is longer than -l"))
  func `rotate with ALRM behind a long line, not within it`() throws {
    let log = try LogFixture()
    let logger = try RunningLogger(["-v", "-l", "10", log.path])
    logger.write("one\n0123456789abc")
    eventually { log.current == "one\n0123456789abc" }
    logger.program.signal(SIGALRM)
    eventually { logger.program.error.contains("sigalarm received.") }
    logger.write("def\ntwo\n")
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(log.archives.map { log.read($0) } == ["one\n0123456789abcdef\n"])
    #expect(log.current == "two\n")
  }

  @Test func `leave an empty current alone with ALRM`() throws {
    let log = try LogFixture()
    let logger = try RunningLogger(["-v", log.path])
    eventually { log.mode("current") == 0o644 }
    logger.program.signal(SIGALRM)
    eventually { logger.program.error.contains("sigalarm received.") }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(log.archives.isEmpty)
  }

  @Test func `leave alone an input that is closed: it ends at once`() throws {
    let log = try LogFixture()
    let outcome = try run("sh", ["-c", "exec \(Programs.path("svlogd")) \(log.path) <&-"], executable: "/bin/sh")
    #expect(outcome.code == 0)
    #expect(log.mode("current") == 0o744)
  }

  @Test func `leave what was read in current with KILL`() throws {
    let log = try LogFixture()
    let logger = try RunningLogger([log.path])
    let lines = (1...5_000).map { "line \($0)\n" }.joined()
    logger.write(lines)
    eventually { log.size("current") == lines.utf8.count }
    logger.program.signal(SIGKILL)
    #expect(logger.program.wait() == .signalled(SIGKILL))
    #expect(log.mode("current") == 0o644)
    try log.log("next\n")
    #expect(log.archives.map { log.read($0) } == [lines])
    #expect(log.archives.allSatisfy { $0.hasSuffix(".u") })
    #expect(log.current == "next\n")
  }
}
