import Foundation
import Testing

@Suite("runsv with a log, when it exits,")
struct RunsvExitWithLogTests {
  static let lastWords =
    "#!/bin/sh\ntrap 'echo last words; exit 0' TERM\necho ready >>events\nwhile :; do sleep 0.02; done\n"

  @Test func `lets the log read to the end`() throws {
    let logger = "#!/bin/sh\ntrap 'echo TERM >>../logged' TERM\ncat >>../logged\necho end >>../logged\n"
    let fixture = try ServiceFixture(["run": Self.lastWords, "log/run": logger])
    try fixture.start(until: "run")
    fixture.wait(for: "ready")
    fixture.log.wait(for: "run")
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
    #expect(fixture.read("logged") == "last words\nend\n", "it gets the end of its input and no signal")
    #expect(fixture.log.stat == "down")
    #expect(fixture.log.text("pid") == "")
  }

  @Test func `shows that it waits for the log, which still takes commands`() throws {
    let logger = Script.recorder(events: "../events")
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": logger])
    try fixture.start(until: "run")
    fixture.wait(for: "ready")
    fixture.service.send("x")
    fixture.log.wait(for: "run, want exit")
    #expect(fixture.service.stat == "down")
    fixture.log.send("1")
    fixture.wait(for: "USR1")
    fixture.log.send("xk")
    #expect(fixture.ending() == .exited(0))
    #expect(fixture.events == ["ready", "USR1"])
  }

  @Test func `does not start the log again`() throws {
    let logger = "#!/bin/sh\necho log >>../events\nexec cat >/dev/null\n"
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": logger])
    try fixture.start(until: "run")
    fixture.wait(for: "log")
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
    #expect(fixture.events == ["log"])
  }

  @Test(.ours("issue 15: runit loses what is in the pipe then"))
  func `starts a log that is between two runs once more, which reads the last lines`() throws {
    let logger = "#!/bin/sh\necho log >>../events\nexec cat >>../logged\n"
    let fixture = try ServiceFixture(["run": Self.lastWords, "log/run": logger])
    try fixture.start(until: "run")
    fixture.wait(for: "ready")
    let first = try fixture.log.waitForProcess()
    fixture.wait(for: "log")
    fixture.runsv?.signal(SIGSTOP)
    kill(first, SIGKILL)
    fixture.runsv?.signal(SIGTERM)
    fixture.runsv?.signal(SIGCONT)
    #expect(fixture.ending() == .exited(0))
    #expect(fixture.read("logged") == "last words\n")
    #expect(fixture.count("log") == 2)
  }

  @Test(.ours("issue 15: runit loses what is in the pipe then"))
  func `starts a log once more that dies before it has read all, and no more than once`() throws {
    let logger = "#!/bin/sh\necho log >>../events\nuntil [ -e ../go ]; do sleep 0.02; done\nexit 1\n"
    let fixture = try ServiceFixture(["run": Self.lastWords, "log/run": logger])
    try fixture.start(until: "run")
    fixture.wait(for: "ready")
    fixture.wait(for: "log")
    fixture.service.send("x")
    fixture.log.wait(for: "run, want exit")
    try fixture.write("go", "")
    #expect(fixture.ending() == .exited(0))
    #expect(fixture.count("log") == 2)
  }

  @Test func `does not wait for a log that is down`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper, "log/down": ""])
    try fixture.start(until: "run")
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
  }

  @Test func `waits for its log even when its service was down`() throws {
    let logger = "#!/bin/sh\ncat >>../logged\necho end >>../logged\n"
    let fixture = try ServiceFixture(["run": Script.sleeper, "down": "", "log/run": logger])
    try fixture.start(until: "down")
    fixture.log.wait(for: "run")
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
    #expect(fixture.read("logged") == "end\n")
  }

  @Test(.ours("R10, R11: runit waits for ever for a log whose input somebody holds open"))
  func `has no endless patience with a log that does not end`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.recorder(events: "../events")])
    try fixture.start(until: "run")
    fixture.wait(for: "ready")
    let begin = Date()
    fixture.service.send("x")
    fixture.log.wait(for: "run, want exit")
    fixture.wait(for: "TERM")
    #expect(Date().timeIntervalSince(begin) > 8, "the log has ten seconds to end by itself")
    fixture.log.wait(for: "run, got TERM, want exit", within: 4)
    #expect(fixture.ending() == .exited(0), "and then KILL")
    #expect(
      fixture.runsv?.error == "runsv web: warning: log service still runs after its input ended, sending TERM\n")
  }
}
