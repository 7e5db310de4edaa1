import CLibc
import Foundation
import Testing

@Suite("svlogd without descriptors", .asRoot, .ours("runit's takes the defaults, and deletes old files"))
struct SvlogdShortageTests {
  /// Lets the process have numbers below `count`, and no others.
  private static func limitDescriptors(of process: pid_t, to count: rlim_t) {
    var limit = rlimit(rlim_cur: count, rlim_max: 1_000)
    prlimit(process, __rlimit_resource(RLIMIT_NOFILE.rawValue), &limit, nil)
  }

  private func start(_ log: LogFixture, descriptors: Int) throws -> (RunningProgram, InputPipe) {
    let pipe = try InputPipe()
    let program = try RunningProgram(
      "/usr/bin/prlimit", ["prlimit", "--nofile=\(descriptors):1000", Programs.path("svlogd"), log.path],
      input: pipe.readEnd)
    return (program, pipe)
  }

  /// Three streams, and one each for signals, the directory, its lock and `config`.
  @Test(arguments: 4...6)
  func `waits at its start, and loses no line and no config`(descriptors: Int) throws {
    let log = try LogFixture(config: "pweb: \n")
    let (program, pipe) = try start(log, descriptors: descriptors)
    pipe.send("line\n")
    eventually { program.error.hasPrefix("svlogd: pausing: unable to ") }
    #expect(program.error.contains(": \(log.path): process cannot open more files\n"))
    Self.limitDescriptors(of: program.id, to: 1_000)
    eventually { log.current == "web: line\n" }
    pipe.closeWriteEnd()
    #expect(program.wait() == .exited(0))
  }

  @Test func `ends on TERM while it waits at its start`() throws {
    let log = try LogFixture()
    let (program, pipe) = try start(log, descriptors: 6)
    eventually { program.error.hasPrefix("svlogd: pausing: unable to read config: ") }
    program.signal(SIGTERM)
    #expect(program.wait() == .exited(0))
    pipe.closeWriteEnd()
  }

  @Test func `keeps its config at HUP, and reads the new one at the next`() throws {
    let log = try LogFixture(config: "pold: \n")
    let logger = try RunningLogger([log.path])
    logger.write("one\n")
    eventually { log.current == "old: one\n" }
    try log.write("config", "pnew: \n")
    Self.limitDescriptors(of: logger.program.id, to: 3)
    logger.program.signal(SIGHUP)
    let message = "svlogd: warning: unable to read config: \(log.path): process cannot open more files\n"
    eventually { logger.program.error == message }
    logger.write("two\n")
    eventually { log.current == "old: one\nold: two\n" }
    Self.limitDescriptors(of: logger.program.id, to: 1_000)
    logger.program.signal(SIGHUP)
    logger.write("three\n")
    eventually { log.current.hasSuffix("three\n") }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(logger.program.error == message)
  }
}
