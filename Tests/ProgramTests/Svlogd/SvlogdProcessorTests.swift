import Foundation
import Testing

/// Old files go through a program of the administrator's.
@Suite("svlogd's processor")
struct SvlogdProcessorTests {
  /// A directory whose files are a line each, so that each line is processed.
  private func fixture(_ command: String, _ more: String = "") throws -> LogFixture {
    try LogFixture(config: "s100\nn0\n\(more)!\(command)\n")
  }

  private let line = ["-l", "100"]

  @Test func `puts its output in the place of the file`() throws {
    let log = try fixture("tr a-z A-Z")
    let outcome = try log.log("one\ntwo\n", line)
    #expect(outcome == Outcome(ending: .exited(0), output: "", error: ""))
    #expect(log.archives.map { log.read($0) } == ["ONE\n", "TWO\n"])
    #expect(log.archives.allSatisfy { $0.hasSuffix(".s") && log.mode($0) == 0o744 })
  }

  @Test(.ours("the reference opens a missing directory at HUP only"))
  func `is waited for at the end in peace, while a directory is missing`() throws {
    let log = try fixture("sleep 7; cat")
    let input = log.directory("input")
    try Data("one\ntwo\n".utf8).write(to: URL(fileURLWithPath: input))
    let descriptor = open(input, O_RDONLY)
    defer { close(descriptor) }
    let svlogd = try RunningProgram(program: "svlogd", line + [log.path, log.path + "-missing"], input: descriptor)
    var ticks = 0
    eventually(within: 40, "svlogd to end") {
      ticks = max(ticks, svlogd.entry.processorTicks ?? 0)
      return svlogd.poll() != nil
    }
    #expect(ticks < 50, "half a second of processor time")
  }

  @Test func `hands a state from run to run`() throws {
    let log = try fixture("cat; cat <&4 >&5; echo more >&5")
    try log.log("one\ntwo\nthree\n", line)
    #expect(log.read("state") == "more\nmore\nmore\n")
    #expect(!log.names.contains("newstate"))
    #expect(log.mode("state") == 0o644)
  }

  @Test func `runs in the directory with five descriptors, default signals and its environment`() throws {
    let log = try fixture(
      "ls -l /proc/self/fd >here; grep Sig /proc/self/status >signals; echo $WORD $0 >words; cat")
    let input = log.directory("input")
    try Data("line\n".utf8).write(to: URL(fileURLWithPath: input))
    let descriptor = open(input, O_RDONLY)
    defer { close(descriptor) }
    _ = try run("svlogd", line + [log.path], environment: ["WORD": "passed"], input: descriptor)
    let here = try #require(log.read("here"))
    let descriptors = here.split(separator: "\n").compactMap { line -> String? in
      guard let arrow = line.range(of: " -> ") else { return nil }
      return line[..<arrow.lowerBound].split(separator: " ").last.map(String.init)
    }
    // Descriptor 1 is the file `here`, 3 is what `ls` reads.
    #expect(descriptors.sorted() == ["0", "1", "2", "3", "4", "5"])
    #expect(here.contains("/state"))
    #expect(here.contains("/newstate"))
    #expect(log.read("words") == "passed sh\n")
    let ignored = try #require(log.read("signals")?.split(separator: "\n").first { $0.hasPrefix("SigIgn") })
    // All but 32 and 33, which the C library of the test run keeps for itself.
    #expect(ignored.hasSuffix("0000000"))
  }

  @Test func `starts again when it fails, with the same state`() throws {
    let log = try fixture("echo half; echo bad >&5; test -e tried || { >tried; exit 3; }; cat >&2; cat")
    try log.write("state", "first\n")
    let outcome = try log.log("line\n", line)
    #expect(outcome.error == "svlogd: warning: processor failed, restart: \(log.path)\nline\n")
    #expect(log.archives.count == 1)
    #expect(log.read("state") == "bad\n")
    #expect(log.read(log.archives[0]) == "half\n")
  }

  @Test(.ours("L1: one that dies of a signal has succeeded"))
  func `starts again when it is killed`() throws {
    let log = try fixture("test -e tried || { >tried; kill -KILL $$; }; cat", "C\n")
    let outcome = try log.log("line\n", line)
    #expect(outcome.error == "svlogd: warning: processor failed, restart: \(log.path)\n")
    #expect(log.archives.map { log.read($0) } == ["line\n"])
    #expect(log.read("counters")?.contains("processor-failures 1\n") == true)
  }

  @Test(.ours("L9: the next rotation waits for it, and nothing is read meanwhile"))
  func `does not keep svlogd from reading when it hangs`() throws {
    let log = try LogFixture(config: "s9000\nn0\n!test -e go || exec sleep 1000; cat\n")
    let logger = try RunningLogger([log.path])
    let lines = (1...9_000).map { "line \($0) of a service that must not wait\n" }.joined()
    logger.write(lines)
    eventually { logger.unreadCount == 0 }
    eventually { log.archives.count > 40 }
    try log.write("go", "")
    for sleeper in ProcessTable.all where sleeper.workingDirectory == log.path { kill(sleeper.id, SIGKILL) }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(log.archives.allSatisfy { $0.hasSuffix(".s") })
    #expect(String(decoding: log.everything, as: UTF8.self) == lines)
  }

  @Test(.ours("L9: nothing is read while it hangs"))
  func `does not fill the disk when it hangs: files above n go, and are named`() throws {
    let log = try LogFixture(config: "s100\nn3\n!exec sleep 1000\n")
    let logger = try RunningLogger(line + [log.path])
    logger.write("line 0\n")
    eventually { log.names.contains { $0.hasSuffix(".t") } }
    let processed = try #require(log.archives.first { $0.hasSuffix(".u") })
    logger.write((1...9).map { "line \($0)\n" }.joined())
    eventually { logger.program.error.split(separator: "\n").count == 6 && log.archives.count == 5 }
    let waiting = log.archives.filter { $0.hasSuffix(".u") }
    #expect(waiting.map { log.read($0) } == [0, 7, 8, 9].map { "line \($0)\n" })
    #expect(waiting.first == processed)
    let warnings = logger.program.error.split(separator: "\n")
    let prefix = "svlogd: warning: too many or too large old files, delete unprocessed: \(log.path)/@"
    #expect(warnings.count == 6 && warnings.allSatisfy { $0.hasPrefix(prefix) && $0.hasSuffix(".u") })
    for sleeper in ProcessTable.all where sleeper.workingDirectory == log.path { kill(sleeper.id, SIGKILL) }
  }

  @Test(.ours("it inherits what the parent of svlogd ignores"))
  func `neither ignores nor blocks PIPE, whatever svlogd's parent did`() throws {
    let log = try fixture("grep -E 'Sig(Ign|Blk)' /proc/self/status >signals; cat")
    let script = "trap '' PIPE; echo line | \(Programs.path("svlogd")) -l 100 \(log.path)"
    #expect(try run("sh", ["-c", script], executable: "/bin/sh").code == 0)
    let masks = (log.read("signals") ?? "").split(separator: "\n").compactMap { line in
      line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
    }
    #expect(masks.count == 2)
    #expect(masks.allSatisfy { $0 & 1 << UInt64(SIGPIPE - 1) == 0 })
  }

  @Test(.ours("L3: what an unclean stop left is never processed"))
  func `gets what an unclean stop left`() throws {
    let log = try fixture("tr a-z A-Z")
    try log.write("@400000000000000000000001.u", "left\n")
    try log.write("@400000000000000000000001.t", "half")
    try log.write("current", "crashed\n", mode: 0o644)
    try log.log("", line)
    #expect(log.archives.map { log.read($0) } == ["LEFT\n", "CRASHED\n"])
    #expect(log.archives.allSatisfy { $0.hasSuffix(".s") })
  }

  @Test func `is waited for at the end of input`() throws {
    let log = try fixture("sleep 0.2; tr a-z A-Z")
    #expect(try log.log("line\n", line).code == 0)
    #expect(log.archives.map { log.read($0) } == ["LINE\n"])
  }

  @Test(.ours("HUP forgets it, and the files that it works on stay for ever"))
  func `is not forgotten over HUP`() throws {
    let log = try fixture("echo run >>runs; until test -e go; do sleep 0.01; done; tr a-z A-Z")
    let logger = try RunningLogger(["-v"] + line + [log.path])
    logger.write("line\n")
    eventually { log.names.contains { $0.hasSuffix(".t") } }
    logger.program.signal(SIGHUP)
    eventually { logger.program.error.contains("append: ") }
    try log.write("go", "")
    eventually { log.archives.map { log.read($0) } == ["LINE\n"] }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(!logger.program.error.contains("warning"))
    #expect(log.read("runs") == "run\n")
  }

  @Test(.ours("one that fails for ever keeps svlogd from ending"))
  func `is given up at a second TERM, and its file is kept`() throws {
    let log = try fixture("exit 1")
    let logger = try RunningLogger(line + [log.path])
    logger.write("line\n")
    eventually { logger.program.error.contains("restart") }
    logger.program.signal(SIGTERM)
    eventually { log.mode("current") == 0o644 && logger.program.entry.isAlive }
    eventually {
      logger.program.signal(SIGTERM)
      return logger.program.poll() == .exited(0)
    }
    let name = try #require(log.archives.first { $0.hasSuffix(".u") })
    #expect(log.read(name) == "line\n")
  }
}
