import CLibc
import Foundation
import Testing

/// What somebody else does to the files of a log directory while svlogd works there.
@Suite("svlogd, when a file is removed or renamed", .ours("runit's writes to the deleted file until it rotates"))
struct SvlogdRemovalTests {
  /// A logger that has written `one`.
  private func start(_ log: LogFixture, _ arguments: [String] = []) throws -> RunningLogger {
    let logger = try RunningLogger(arguments + [log.path])
    logger.write("one\n")
    eventually { log.current == "one\n" }
    return logger
  }

  @Test func `writes to the directory that is made again, without a rotation`() throws {
    let log = try LogFixture()
    let logger = try start(log)
    try FileManager.default.removeItem(atPath: log.path)
    try FileManager.default.createDirectory(atPath: log.path, withIntermediateDirectories: false)
    logger.write("two\n")
    eventually { log.current.hasSuffix("two\n") }
    logger.write("three\n")
    eventually { log.current.hasSuffix("two\nthree\n") }
    #expect(logger.program.error.hasPrefix("svlogd: warning: current was removed or renamed, going on in a new one: "))
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(log.mode("current") == 0o744)
  }

  @Test(arguments: [SIGTERM, nil])
  func `writes to a directory that is back when a wait for it is cut short`(signal: CInt?) throws {
    let log = try LogFixture()
    let logger = try start(log)
    try FileManager.default.removeItem(atPath: log.path)
    logger.write("two\n")
    eventually("the wait") { logger.program.error.contains("svlogd: pausing: ") }
    try FileManager.default.createDirectory(atPath: log.path, withIntermediateDirectories: false)
    if let signal { logger.program.signal(signal) } else { logger.end() }
    #expect(logger.program.wait() == .exited(0))
    #expect(log.current.hasSuffix("two\n"))
  }

  @Test func `ends by TERM though another has locked the directory that is there now`() throws {
    let log = try LogFixture()
    let logger = try start(log)
    try FileManager.default.removeItem(atPath: log.path)
    try FileManager.default.createDirectory(atPath: log.path, withIntermediateDirectories: false)
    try log.write("lock", "")
    let lock = open(log("lock"), O_RDWR | O_CLOEXEC)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    logger.write("two\n")
    eventually("the wait") { logger.program.error.contains("svlogd: pausing: ") }
    logger.program.signal(SIGTERM)
    #expect(logger.program.wait() != .signalled(SIGKILL))
  }

  @Test func `loses no line in removals that go on for some time`() throws {
    let log = try LogFixture(config: "s0\n")
    let logger = try start(log)
    var kept = Data()
    for number in 0..<30 {
      if number % 10 == 5 {
        unlink(log("current"))
        // What was written before the removal may go with the file, what comes later may not.
        kept = Data()
      }
      let line = "line \(number)\n"
      kept += Data(line.utf8)
      logger.write(line)
      eventually { logger.unreadCount == 0 }
    }
    eventually { log.everything.suffix(kept.count) == kept }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(log.everything.suffix(kept.count) == kept)
  }

  @Test func `keeps lines in a renamed current, and begins a new one`() throws {
    let log = try LogFixture()
    let logger = try start(log)
    try FileManager.default.moveItem(atPath: log("current"), toPath: log("current.1"))
    logger.write("two\n")
    eventually { logger.program.error.contains("going on in a new one") }
    logger.write("three\n")
    eventually { log.current.hasSuffix("three\n") }
    #expect((log.read("current.1") ?? "") + log.current == "one\ntwo\nthree\n")
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }

  @Test func `follows a directory that was renamed and made again`() throws {
    let log = try LogFixture()
    let logger = try start(log)
    try FileManager.default.moveItem(atPath: log.path, toPath: log.directory("former"))
    try FileManager.default.createDirectory(atPath: log.path, withIntermediateDirectories: false)
    logger.write("two\n")
    eventually { logger.program.error.contains("going on in a new one") }
    logger.write("three\n")
    eventually { log.current.hasSuffix("three\n") }
    #expect((log.directory.read("former/current") ?? "") + log.current == "one\ntwo\nthree\n")
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }

  @Test func `goes on in the file that takes the place of current`() throws {
    let log = try LogFixture()
    let logger = try start(log)
    try log.write("other", "other\n")
    rename(log("other"), log("current"))
    logger.write("two\n")
    eventually { log.current.hasPrefix("other\n") && log.current.hasSuffix("two\n") }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }

  @Test func `begins a new current at HUP after current was renamed`() throws {
    let log = try LogFixture()
    let logger = try start(log)
    try FileManager.default.moveItem(atPath: log("current"), toPath: log("current.1"))
    logger.program.signal(SIGHUP)
    eventually { log.names.contains("current") }
    #expect(log.read("current.1") == "one\n")
    #expect(log.current == "")
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }

  @Test func `waits for a missing directory until TERM, and counts what is lost`() throws {
    let log = try LogFixture()
    let logger = try RunningLogger([log.path])
    eventually { log.mode("current") == 0o644 }
    try FileManager.default.removeItem(atPath: log.path)
    logger.write("one\n")
    eventually { logger.program.error.contains("svlogd: pausing: unable to create new current: ") }
    logger.program.signal(SIGTERM)
    #expect(logger.program.wait() == .exited(0))
    #expect(logger.program.error.hasSuffix("svlogd: warning: lines dropped in \(log.path): 1\n"))
  }

  @Test(arguments: [false, true])
  func `ends with its input when its directory is gone`(isWaiting: Bool) throws {
    let log = try LogFixture()
    let logger = try start(log)
    try FileManager.default.removeItem(atPath: log.path)
    if isWaiting {
      logger.write("two\n")
      eventually { logger.program.error.contains("svlogd: pausing: unable to create new current: ") }
    }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(logger.program.error.hasSuffix("svlogd: warning: lines dropped in \(log.path): \(isWaiting ? 2 : 1)\n"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/syscall"), "needs /proc/PID/syscall"))
  func `waits without a timeout when nothing is written`() throws {
    let log = try LogFixture()
    let logger = try start(log)
    logger.write("two\n")
    eventually { log.current == "one\ntwo\n" }
    // The third argument of poll is -1, that of ppoll no time at all.
    eventually {
      let call = try? String(contentsOfFile: "/proc/\(logger.program.id)/syscall", encoding: .utf8)
      let timeout = call?.split(separator: " ").dropFirst(3).first ?? ""
      return ["0xffffffffffffffff", "0xffffffff", "0x0"].contains(timeout)
    }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }
}
