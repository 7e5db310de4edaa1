import Foundation
import Testing

@Suite("runsv: a log directory that is made later", .ours("it is looked for once, at the start"))
struct RunsvLateLogTests {
  /// Records the start and prints a line.
  static let run = "#!/bin/sh\necho $$ >>events\necho line $$\nexec sleep 1000\n"

  /// Starts a service without a logger, and then writes `files`.
  static func start(thenWrite files: [String: String]) throws -> (fixture: ServiceFixture, process: pid_t) {
    let fixture = try ServiceFixture(["run": run])
    try fixture.start(until: "run")
    eventually { fixture.events.count == 1 }
    for (name, content) in files { try fixture.write(name, content) }
    return (fixture, try fixture.service.waitForProcess())
  }

  @Test func `is attached at the next start of run, not before`() throws {
    let (fixture, first) = try Self.start(thenWrite: ["log/run": RunsvLogTests.logger])
    fixture.service.send("pc")
    fixture.service.wait(for: "run")
    #expect(try fixture.service.waitForProcess() == first)
    #expect(!fixture.exists("log/supervise"))
    kill(first, SIGKILL)
    let second = try fixture.service.waitForProcess(otherThan: first)
    eventually { fixture.read("logged") == "line \(second)\n" }
    eventually { fixture.log.isSupervised }
    let (log, service) = (try #require(fixture.log.status), try #require(fixture.service.status))
    #expect(log.since <= service.since)
    #expect(fixture.runsv?.output == "line \(first)\n")
    fixture.runsv?.signal(SIGTERM)
    #expect(fixture.ending() == .exited(0))
    #expect(fixture.log.stat == "down")
    #expect(fixture.runsv?.error == "")
  }

  @Test func `is not attached before it has a run`() throws {
    let (fixture, first) = try Self.start(thenWrite: ["log/notes": ""])
    kill(first, SIGKILL)
    let second = try fixture.service.waitForProcess(otherThan: first)
    #expect(!fixture.exists("log/supervise"))
    try fixture.write("log/run", RunsvLogTests.logger)
    kill(second, SIGKILL)
    let third = try fixture.service.waitForProcess(otherThan: second)
    eventually { fixture.read("logged") == "line \(third)\n" }
  }

  @Test func `is attached down when it has a file down`() throws {
    let (fixture, first) = try Self.start(thenWrite: ["log/run": RunsvLogTests.logger, "log/down": ""])
    kill(first, SIGKILL)
    let second = try fixture.service.waitForProcess(otherThan: first)
    fixture.log.wait(for: "down")
    eventually { fixture.log.isSupervised }
    fixture.log.send("u")
    eventually { fixture.read("logged") == "line \(second)\n" }
  }

  @Test func `that another runsv has locked does not keep the service down`() throws {
    let (fixture, first) = try Self.start(
      thenWrite: ["log/run": RunsvLogTests.logger, "log/supervise/lock": ""])
    let lock = open(fixture("log/supervise/lock"), O_RDWR | O_CLOEXEC)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    kill(first, SIGKILL)
    try fixture.service.waitForProcess(otherThan: first)
    #expect(fixture.runsv?.error == "runsv web: warning: unable to lock log/supervise/lock: temporary failure\n")
  }

  @Test func `that can't be attached does not keep the service down, and is reported once`() throws {
    let (fixture, first) = try Self.start(thenWrite: ["log/run": RunsvLogTests.logger, "log/supervise": ""])
    kill(first, SIGKILL)
    let second = try fixture.service.waitForProcess(otherThan: first)
    kill(second, SIGKILL)
    let third = try fixture.service.waitForProcess(otherThan: second)
    let expected = "runsv web: warning: unable to open log/supervise/lock: not a directory\n"
    #expect(fixture.runsv?.error == expected)
    try fixture.remove("log/supervise")
    kill(third, SIGKILL)
    let fourth = try fixture.service.waitForProcess(otherThan: third)
    eventually { fixture.read("logged") == "line \(fourth)\n" }
  }

  @Test func `is adopted with its pipe when runsv is killed after it was attached`() throws {
    let (fixture, first) = try Self.start(thenWrite: ["log/run": RunsvLogTests.logger])
    kill(first, SIGKILL)
    let second = try fixture.service.waitForProcess(otherThan: first)
    let logger = try fixture.log.waitForProcess()
    eventually { fixture.read("logged") == "line \(second)\n" }
    try fixture.killRunsv()
    try fixture.start(until: "run")
    #expect(try fixture.service.waitForProcess() == second)
    #expect(try fixture.log.waitForProcess() == logger)
    kill(second, SIGKILL)
    let third = try fixture.service.waitForProcess(otherThan: second)
    eventually { fixture.read("logged") == "line \(second)\nline \(third)\n" }
  }

  @Test func `is attached when runsv is killed first, and takes no pipe of others`() throws {
    let fixture = try ServiceFixture(["run": Self.run])
    try fixture.launch(after: "mkfifo pipe; cat pipe >output & exec >pipe; exec")
    fixture.service.wait(for: "run")
    let first = try fixture.service.waitForProcess()
    eventually { fixture.place.read("output") == "line \(first)\n" }
    try fixture.write("log/run", RunsvLogTests.logger)
    try fixture.killRunsv()
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    let logger = ProcessEntry(try fixture.log.waitForProcess())
    #expect(logger.descriptors[0]?.hasPrefix("pipe:") == true)
    kill(first, SIGKILL)
    let second = try fixture.service.waitForProcess(otherThan: first)
    eventually { fixture.read("logged") == "line \(second)\n" }
  }

  @Test(.ours("USR1 ends it")) func `stays attached through an upgrade in place`() throws {
    let fixture = try UpgradeFixture(["run": Self.run])
    let runsv = try fixture.start()
    let first = try fixture.service.waitForProcess()
    try fixture.write("log/run", RunsvLogTests.logger)
    try fixture.upgrade()
    kill(first, SIGKILL)
    let second = try fixture.service.waitForProcess(otherThan: first)
    eventually { fixture.logged == "line \(second)\n" }
    let logger = try fixture.log.waitForProcess()
    try fixture.upgrade()
    #expect(try fixture.log.waitForProcess() == logger)
    kill(second, SIGKILL)
    let third = try fixture.service.waitForProcess(otherThan: second)
    eventually { fixture.logged == "line \(second)\nline \(third)\n" }
    runsv.signal(SIGTERM)
    #expect(runsv.wait() == .exited(0))
    #expect(runsv.error == "")
  }
}
