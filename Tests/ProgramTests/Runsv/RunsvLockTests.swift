import Foundation
import Testing

@Suite("The lock")
struct RunsvLockTests {
  @Test func `lets no second runsv in, which leaves the first alone`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let pid = fixture.service.pid
    let second = try fixture.outcome()
    #expect(second.error == "runsv web: fatal: unable to lock supervise/lock: temporary failure\n")
    #expect(second.code == 111)
    #expect(fixture.service.stat == "run")
    #expect(fixture.service.pid == pid)
    fixture.service.send("p")
    fixture.service.wait(for: "run, paused")
  }

  @Test(.ours("R14: runit waits for the log's lock, silently"))
  func `of the log lets no second runsv in either`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
    let logger = try RunningProgram(program: "runsv", ["log"], in: fixture.path)
    fixture.log.wait(for: "run")
    let outcome = try fixture.outcome()
    #expect(outcome.error == "runsv web: fatal: unable to lock log/supervise/lock: temporary failure\n")
    #expect(outcome.code == 111)
    #expect(logger.poll() == nil)
  }

  @Test func `is free again when runsv was killed`() throws {
    let fixture = try ServiceFixture(["run": Script.quick])
    try fixture.start()
    fixture.runsv?.signal(SIGKILL)
    #expect(fixture.ending() == .signalled(SIGKILL))
    eventually { !fixture.service.isSupervised }  // a child just born has its descriptors until it is its own program
    try fixture.start()
  }
}
