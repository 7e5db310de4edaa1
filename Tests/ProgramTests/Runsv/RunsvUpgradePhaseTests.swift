import Foundation
import Testing

/// What was under way before an upgrade in place goes on after it. Scripts wait for the file `go`.
@Suite("runsv: an upgrade in place, in the middle of things,", .ours("USR1 ends it"))
struct RunsvUpgradePhaseTests {
  static let untilGo = "while [ ! -e go ]; do sleep 0.01; done"

  /// A service that has come to `phase`.
  private func begun(_ files: [String: String], in phase: String) throws -> UpgradeFixture {
    let fixture = try UpgradeFixture(files)
    _ = try fixture.start()
    fixture.wait(forPhase: phase)
    return fixture
  }

  @Test func `waits on for a dependency, and starts when it is ready`() throws {
    let fixture = try UpgradeFixture(["run": Script.stay("start"), "dependencies": "db\n"])
    try fixture.place.write("services/db/run", Script.sleeper, mode: 0o755)
    let runsv = try fixture.start()
    fixture.wait(forPhase: "waiting")
    try fixture.upgrade()
    fixture.wait(forPhase: "waiting")
    #expect(fixture.detail["waiting-for"] == "db")
    let db = try RunningProgram(program: "runsv", ["db"], in: fixture.place("services"))
    fixture.wait(for: "start")
    try fixture.upgrade()
    // It still holds what it needs: the exit of db waits for it.
    db.signal(SIGTERM)
    fixture.wait(forPhase: "waiting")
    #expect(db.wait() == .exited(0))
    #expect(runsv.error == "")
  }

  @Test func `hears that a service is ready`() throws {
    let run = "#!/bin/sh\n\(Self.untilGo)\necho >&3\nexec sleep 1000 3>&-\n"
    let fixture = try begun(["run": run, "notification-fd": "3"], in: "starting")
    let process = try fixture.service.waitForProcess()
    try fixture.upgrade()
    #expect(fixture.detail["phase"] == "starting")
    try fixture.write("go", "")
    fixture.wait(forPhase: "ready")
    let readySince = fixture.detail["ready-since"]
    try fixture.upgrade()
    #expect(fixture.detail["ready-since"] == readySince)
    #expect(try fixture.service.waitForProcess() == process)
  }

  @Test func `hears what a check has found, and checks on`() throws {
    let check = "#!/bin/sh\n[ ! -e go ] || exec echo again >>events\necho check >>events\n\(Self.untilGo)\n"
    let fixture = try begun(["run": Script.sleeper, "check": check, "check-interval": "2000"], in: "starting")
    fixture.wait(for: "check")
    try fixture.upgrade()
    #expect(fixture.events == ["check"])
    try fixture.write("go", "")
    fixture.wait(forPhase: "ready")
    #expect(fixture.count("check") == 1, "its answer was heard")
    try fixture.upgrade()
    fixture.wait(for: "again", times: fixture.count("again") + 3)
  }

  @Test func `waits for a finish, and then starts`() throws {
    let finish = "#!/bin/sh\necho \"finish $1 $2\" >>events\n\(Self.untilGo)\necho finished >>events\n"
    let fixture = try begun(["run": Script.stay("start"), "finish": finish], in: "up")
    fixture.wait(for: "start")
    kill(try fixture.service.waitForProcess(), SIGKILL)
    fixture.wait(for: "finish -1 9")
    let finishing = try fixture.service.waitForProcess(in: "finish")
    try fixture.upgrade()
    #expect(try fixture.service.waitForProcess(in: "finish") == finishing)
    #expect(fixture.detail["last-exit"] == "signal KILL")
    try fixture.write("go", "")
    fixture.wait(for: "start", times: 2)
    #expect(fixture.events == ["start", "finish -1 9", "finished", "start"])
    eventually { fixture.detail["starts"] == "2" }
  }

  @Test(arguments: [(0, "run"), (1, "down")])
  func `hears how a control script has ended`(code: Int, state: String) throws {
    let script = "#!/bin/sh\necho asked >>events\n\(Self.untilGo)\nexit \(code)\n"
    let run = "#!/bin/sh\ntrap 'echo TERM >>events; exit' TERM\necho start >>events\nwhile :; do sleep 0.01; done\n"
    let fixture = try begun(["run": run, "control/t": script, "down": ""], in: "down")
    fixture.service.send("o")
    fixture.wait(for: "start")
    fixture.service.send("t")
    fixture.wait(for: "asked")
    try fixture.upgrade()
    try fixture.write("go", "")
    if code == 1 { fixture.wait(for: "TERM") }
    fixture.service.wait(for: state == "run" ? "run, want down" : state)
    #expect(fixture.count("start") == 1, "it was wanted once")
    #expect(fixture.count("TERM") == code)
  }

  @Test func `keeps deadlines`() throws {
    let fixture = try begun(
      ["run": Script.recorder(), "timeout-kill": "8000", "restart-delay": "3000"], in: "up")
    fixture.wait(for: "ready")
    let first = try fixture.service.waitForProcess()
    let asked = Date()
    fixture.service.send("d")
    fixture.service.wait(for: "run, got TERM, want down")
    try fixture.upgrade()
    #expect(fixture.service.stat == "run, got TERM, want down")
    fixture.service.wait(for: "down")
    #expect(Date().timeIntervalSince(asked) > 7.95)
    #expect(!ProcessEntry(first).isAlive)
    fixture.service.send("u")
    let second = try fixture.service.waitForProcess(otherThan: first)
    kill(second, SIGKILL)
    fixture.service.wait(for: "down")
    try fixture.upgrade()
    let third = try fixture.service.waitForProcess(otherThan: second)
    eventually("the pause before the third start") { ProcessEntry(third).isAlive }
    #expect(fixture.detail["starts"] == "3")
  }

  @Test func `keeps watch over a process that was adopted`() throws {
    let fixture = try begun(
      ["run": Script.stay("start"), "finish": Script.record("finish $1 $2"), "log/run": RunsvAdoptionTests.logger],
      in: "up")
    fixture.wait(for: "start")
    let (process, logger) = (try fixture.service.waitForProcess(), try fixture.log.waitForProcess())
    let former = try #require(fixture.runsv)
    former.signal(SIGKILL)
    #expect(former.wait() == .signalled(SIGKILL))
    let runsv = try fixture.start()
    try fixture.upgrade()
    #expect(try fixture.service.waitForProcess() == process)
    #expect(try fixture.log.waitForProcess() == logger)
    kill(process, SIGKILL)
    fixture.wait(for: "finish -1 0")
    kill(logger, SIGKILL)
    try fixture.log.waitForProcess(otherThan: logger)
    runsv.signal(SIGTERM)
    #expect(runsv.wait() == .exited(0))
    #expect(runsv.error == "")
  }

  @Test func `signals the group of a service on`() throws {
    let run = "#!/bin/sh\nsleep 1000 & echo $! >>events\nexec sleep 1000\n"
    let fixture = try begun(["run": run, "flag-killpg": ""], in: "up")
    eventually { fixture.events.count == 1 }
    let member = try #require(fixture.events.first.flatMap { pid_t($0) })
    try fixture.upgrade()
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    eventually { !ProcessEntry(member).isAlive }
  }

  @Test func `exits when the last dependent is gone`() throws {
    let fixture = try begun(["run": Script.sleeper], in: "up")
    let runsv = try #require(fixture.runsv)
    try fixture.place.write("services/web2/run", "#!/bin/sh\ntrap '' TERM\nexec sleep 1000\n", mode: 0o755)
    try fixture.place.write("services/web2/dependencies", "web\n")
    let dependent = try RunningProgram(program: "runsv", ["web2"], in: fixture.place("services"))
    let view = SuperviseView(path: fixture.place("services/web2/supervise"))
    let process = try view.waitForProcess()
    eventually("deaf to TERM") { ProcessEntry(process).arguments.first == "sleep" }
    runsv.signal(SIGTERM)
    fixture.wait(forPhase: "exiting")
    view.wait(for: "run, got TERM")
    try fixture.upgrade()
    #expect(fixture.detail["phase"] == "exiting")
    kill(process, SIGKILL)
    #expect(runsv.wait() == .exited(0))
    dependent.signal(SIGTERM)
    #expect(dependent.wait() == .exited(0))
  }

  @Test func `waits until the logger has read all`() throws {
    let logger = "#!/bin/sh\n\(Self.untilGo.replacing("go", with: "../go"))\nexec cat >>../logged\n"
    let daemon = "#!/bin/sh\necho last words\n>said\nexec sleep 1000\n"
    let fixture = try begun(["run": daemon, "log/run": logger], in: "up")
    let runsv = try #require(fixture.runsv)
    eventually("last words") { fixture.read("said") != nil }
    runsv.signal(SIGTERM)
    fixture.log.wait(for: "run, want exit")
    try fixture.upgrade()
    #expect(runsv.poll() == nil)
    try fixture.write("go", "")
    #expect(runsv.wait() == .exited(0))
    #expect(fixture.logged == "last words\n")
  }

  @Test func `leaves failed what has failed`() throws {
    let fixture = try begun(
      ["run": Script.record("start"), "restart-limit": "1 100", "restart-delay": "0"], in: "failed")
    try fixture.upgrade()
    #expect(fixture.detail["phase"] == "failed")
    #expect(fixture.detail["reason"] == "restart-limit reached")
    #expect(fixture.count("start") == 2)
    fixture.service.send("u")
    fixture.wait(for: "start", times: 4)
  }
}
