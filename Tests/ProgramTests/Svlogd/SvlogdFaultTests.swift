import CLibc
import Foundation
import Testing

/// A log directory on a disk of its own, which is small.
private final class SmallDisk {
  let log: LogFixture

  init(kilobytes: Int, config: String) throws {
    log = try LogFixture()
    let options = ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", log.path]
    try #require(try run("mount", options, executable: "/bin/mount").code == 0)
    try log.write("config", config)
  }

  deinit { _ = try? run("umount", ["-l", log.path], executable: "/bin/umount") }

  func resize(kilobytes: Int) throws {
    let outcome = try run("mount", ["-o", "remount,size=\(kilobytes)k", log.path], executable: "/bin/mount")
    try #require(outcome.code == 0)
  }
}

private func lines(_ count: Int) -> String { (0..<count).map { "line \($0) of many\n" }.joined() }

@Suite("svlogd on a full disk", .asRoot)
struct SvlogdFullDiskTests {
  @Test(.ours("counters is an addition"))
  func `keeps its counters when the disk fills at once`() throws {
    let disk = try SmallDisk(kilobytes: 64, config: "s0\nC\nD\n")
    let logger = try RunningLogger([disk.log.path])
    logger.write(lines(20_000))
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    let count = disk.log.current.utf8.count { $0 == UInt8(ascii: "\n") }
    #expect(disk.log.read("counters")?.hasPrefix("lines \(count)\n") == true)
  }

  @Test func `waits until there is room, and loses nothing`() throws {
    let disk = try SmallDisk(kilobytes: 64, config: "s0\n")
    let logger = try RunningLogger([disk.log.path])
    let input = lines(5_000)
    logger.write(input)
    let message = "svlogd: pausing: unable to write to current: \(disk.log.path): out of disk space\n"
    eventually { logger.program.error.hasPrefix(message) }
    // TERM waits for the write: nothing is lost that was taken.
    logger.end()
    try disk.resize(kilobytes: 1_024)
    #expect(logger.program.wait() == .exited(0))
    #expect(disk.log.current == input)
  }

  @Test func `deletes old files down to N`() throws {
    let disk = try SmallDisk(kilobytes: 64, config: "s0\nn5\nN2\n")
    for label in 1...4 {
      try disk.log.write("@40000000000000000000000\(label).s", String(repeating: "x", count: 8_192))
    }
    let logger = try RunningLogger([disk.log.path])
    logger.write(lines(5_000))
    let deleted = (1...2).map { label in
      "svlogd: warning: out of disk space, delete: \(disk.log.path)/@40000000000000000000000\(label).s\n"
    }
    eventually { logger.program.error.contains("pausing") }
    #expect(logger.program.error.hasPrefix(deleted.joined()))
    #expect(disk.log.archives.count == 2)
    try disk.resize(kilobytes: 1_024)
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }

  @Test(.ours("D is an addition to config"))
  func `drops lines with D, never blocks, and says how many`() throws {
    let disk = try SmallDisk(kilobytes: 64, config: "s0\nC\nD\n")
    let logger = try RunningLogger([disk.log.path])
    let input = lines(20_000)
    logger.write(input)
    eventually { logger.unreadCount == 0 && logger.program.entry.state == "S" }
    #expect(logger.program.error == "svlogd: warning: out of disk space, dropping lines: \(disk.log.path)\n")
    try disk.resize(kilobytes: 4_096)
    // It says so even when nothing more comes.
    eventually { disk.log.current.contains("svlogd: dropped ") }
    logger.write("after\n")
    logger.end()
    #expect(logger.program.wait() == .exited(0))

    let output = disk.log.current.split(separator: "\n").map(String.init)
    let note = try #require(output.dropLast().last)
    let dropped = try #require(note.split(separator: " ").dropLast().last.flatMap { Int($0) })
    let kept = Set(output).intersection(input.split(separator: "\n").map(String.init))
    #expect(output.last == "after")
    #expect(kept.count + dropped == 20_000)
    #expect(disk.log.read("counters")?.contains("dropped \(dropped)\n") == true)
  }

  @Test(.ours("D and counters are additions"))
  func `counts what a disk cost that was full from the start, over a HUP`() throws {
    let disk = try SmallDisk(kilobytes: 64, config: "s0\nC\nD\n")
    try disk.log.write("filler", String(repeating: "x", count: 60 << 10))
    let logger = try RunningLogger(["-v", disk.log.path])
    logger.write(lines(10))
    eventually { logger.program.error.contains("dropping lines") && logger.unreadCount == 0 }
    logger.program.signal(SIGHUP)
    eventually { logger.program.error.contains("sighangup received.") }
    logger.write(lines(5))
    eventually { logger.unreadCount == 0 && logger.program.entry.state == "S" }
    try FileManager.default.removeItem(atPath: disk.log("filler"))
    logger.write("after\n")
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(disk.log.current == "svlogd: dropped 15 lines\nafter\n")
    #expect(disk.log.read("counters")?.contains("dropped 15\n") == true)
  }

  @Test(.ours("D is an addition to config"))
  func `says at the end what it could not log`() throws {
    let disk = try SmallDisk(kilobytes: 64, config: "s0\nD\n")
    let outcome = try disk.log.log(lines(20_000))
    #expect(outcome.code == 0)
    #expect(outcome.error.contains("svlogd: warning: lines dropped in \(disk.log.path): "))
  }
}

@Suite("svlogd in trouble")
struct SvlogdFaultTests {
  /// Root may write to any directory, so these run as somebody else.
  private func ordinaryLogger(_ log: LogFixture, _ arguments: [String]) throws -> (RunningProgram, input: Int32) {
    chown(log.path, 65_534, 65_534)
    var ends: [Int32] = [-1, -1]
    pipe2(&ends, O_CLOEXEC)
    defer { close(ends[0]) }
    let program = try RunningProgram(
      "/usr/bin/chpst", ["chpst", "-u", ":65534:65534", Programs.path("svlogd")] + arguments + [log.path],
      input: ends[0])
    return (program, ends[1])
  }

  @Test(.asRoot, .withReference)
  func `waits until a directory can be written again`() throws {
    let log = try LogFixture(config: "s100\n")
    let (program, input) = try ordinaryLogger(log, ["-l", "100"])
    eventually { log.names.contains("current") }
    chmod(log.path, 0o555)
    _ = "one\n".withCString { write(input, $0, 4) }
    eventually { program.error.contains("svlogd: pausing: unable to rename current: \(log.path): access denied\n") }
    chmod(log.path, 0o755)
    eventually { log.archives.count == 1 }
    close(input)
    #expect(program.wait() == .exited(0))
    #expect(log.everything == Data("one\n".utf8))
  }

  @Test(.asRoot, .withReference)
  func `goes on with defaults when config can't be read`() throws {
    let log = try LogFixture(config: "pweb: \n")
    chmod(log("config"), 0)
    let (program, input) = try ordinaryLogger(log, [])
    eventually { log.names.contains("current") }
    _ = "one\n".withCString { write(input, $0, 4) }
    close(input)
    #expect(program.wait() == .exited(0))
    #expect(program.error == "svlogd: warning: unable to read config: \(log.path): access denied\n")
    #expect(log.current == "one\n")
  }

  @Test(.ours("a directory that was removed is waited for until KILL"))
  func `goes on when its directory is made again`() throws {
    let log = try LogFixture(config: "s100\n")
    let logger = try RunningLogger(["-l", "100", log.path])
    eventually { log.mode("current") == 0o644 }
    try FileManager.default.removeItem(atPath: log.path)
    logger.write("one\n")
    eventually { logger.program.error.contains("svlogd: pausing: unable to create new current: ") }
    try FileManager.default.createDirectory(atPath: log.path, withIntermediateDirectories: false)
    logger.write("two\n")
    eventually { log.archives.map { log.read($0) } == ["one\n", "two\n"] }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }

  @Test(.ours("a current that was removed is waited for until KILL"))
  func `goes on when current was removed`() throws {
    let log = try LogFixture(config: "s100\n")
    let logger = try RunningLogger(["-l", "100", log.path])
    eventually { log.mode("current") == 0o644 }
    try FileManager.default.removeItem(atPath: log("current"))
    logger.write("one\n")
    logger.write("two\n")
    eventually { log.archives.map { log.read($0) } == ["one\n", "two\n"] }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }

  @Test(.asRoot, .ours("a write that fails is tried again until KILL"))
  func `ends on a second TERM while it can't write, and counts what is lost`() throws {
    let disk = try SmallDisk(kilobytes: 64, config: "s0\n")
    let logger = try RunningLogger([disk.log.path])
    logger.write(lines(5_000))
    eventually { logger.program.error.contains("svlogd: pausing: unable to write to current: ") }
    logger.program.signal(SIGTERM)
    eventually {
      logger.program.signal(SIGTERM)
      return logger.program.poll() == .exited(0)
    }
    #expect(logger.program.error.contains("svlogd: warning: lines dropped in \(disk.log.path): "))
  }

  @Test(.asRoot, .ours("m, S and y are additions to config"))
  func `names directory, file and value of a bad line`() throws {
    let log = try LogFixture(config: "mrw\nSbig\nysoon\n")
    let outcome = try log.log("one\n")
    #expect(
      outcome.error == """
        svlogd: warning: unable to scan mode: \(log.path)/config: rw
        svlogd: warning: unable to scan total size: \(log.path)/config: big
        svlogd: warning: unable to scan seconds: \(log.path)/config: soon

        """)
    #expect(log.current == "one\n")
  }

  @Test(.withReference, arguments: [true, false])
  func `takes over a directory of Debian's svlogd, and the reverse`(isOursFirst: Bool) throws {
    let log = try LogFixture(config: "s2000\nn3\n")
    let programs = [Programs.path("svlogd"), Programs.reference + "/svlogd"]
    let input = Data((0..<600).map { "line \($0)\n" }.joined().utf8)
    for executable in isOursFirst ? programs : programs.reversed() {
      let outcome = try log.log(input, ["-l", "100"], executable: executable)
      #expect(outcome == Outcome(ending: .exited(0), output: "", error: ""))
    }
    #expect(log.archives.count == 3)
    log.expectEverything((input + input).suffix(log.everything.count))
  }
}
