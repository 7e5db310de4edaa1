import CLibc
import Foundation
import Testing

@Suite("sv, commanding a service", .withReference)
struct SvControlTests {
  static let hardened = "#!/bin/sh\ntrap '' TERM\n: >deaf\nwhile :; do sleep 1; done\n"

  @Test func `says nothing unless it waits`() throws {
    let services = try Services()
    try services.start("a")
    #expect(try services.sv("down", "a") == Outcome(ending: .exited(0), output: "", error: ""))
    eventually { services.pid("a") == 0 }
    #expect(try services.sv("up", "a") == Outcome(ending: .exited(0), output: "", error: ""))
    eventually { services.pid("a") != 0 }
  }

  @Test func `stops and starts, and says how it went`() throws {
    let services = try Services()
    try services.start("a")
    try services.start("b", ["run": Services.daemon, "down": ""])
    services.letGrowOld("a")
    let stop = try services.sv("stop", "a", "b")
    #expect(Set(stop.lines) == ["ok: down: a: Ns, normally up", "ok: down: b: Ns"])
    #expect(stop.code == 0)
    let start = try services.sv("start", "a", "b")
    #expect(Set(start.lines) == ["ok: run: a: (pid N) Ns", "ok: run: b: (pid N) Ns, normally down"])
    #expect(start.code == 0)
  }

  @Test(.ours("S2: a restart within the second passes for done"))
  func `restarts even what has only just been started`() throws {
    let services = try Services()
    try services.start("a")
    let before = services.pid("a")
    let outcome = try services.sv("restart", "a")
    #expect(outcome.lines == ["ok: run: a: (pid N) Ns"])
    #expect(services.pid("a") != before)
    #expect(services.pid("a") != 0)
  }

  @Test(.ours("S5: 420 ms at least"), arguments: ["stop", "reload"])
  func `returns as soon as an obedient daemon is through`(command: String) throws {
    let services = try Services()
    let clock = ContinuousClock()
    var shortest = Duration.seconds(10)
    // A machine under load may be slow, but not each time; nothing like a pause of 420 ms is in it.
    for name in ["a", "b", "c", "d", "e"] where shortest >= .milliseconds(400) {
      try services.start(name)
      services.letGrowOld(name)
      let start = clock.now
      #expect(try services.sv(command, name).code == 0)
      shortest = min(shortest, clock.now - start)
    }
    #expect(shortest < .milliseconds(400))
  }

  @Test func `starts a service that is down when told to restart it, and leaves it for try-restart`() throws {
    let services = try Services()
    try services.start("a", ["run": Services.daemon, "down": ""])
    #expect(try services.sv("try-restart", "a").lines == ["ok: down: a: Ns"])
    #expect(services.pid("a") == 0)
    #expect(try services.sv("restart", "a").lines == ["ok: run: a: (pid N) Ns, normally down"])
  }

  @Test func `waits for finish`() throws {
    let services = try Services()
    try services.start("a", ["run": Services.daemon, "finish": "#!/bin/sh\nsleep 0.7\n"])
    let outcome = try services.sv("stop", "a")
    #expect(outcome.lines == ["ok: down: a: Ns, normally up"])
    #expect(services.status("a")?[19] == 0)
  }

  @Test func `gives up on a service that does not obey`() throws {
    let services = try Services()
    try services.start("a", ["run": Self.hardened])
    let outcome = try services.sv("-w", "3", "stop", "a")
    #expect(outcome.lines == ["timeout: run: a: (pid N) Ns, want down, got TERM"])
    #expect(outcome.code == 1)
    let environment = try services.sv("stop", "a", environment: ["SVWAIT": "3"])
    #expect(environment.lines == ["timeout: run: a: (pid N) Ns, want down, got TERM"])
  }

  @Test(.ours("S12: it does not wait for the death that it has caused"))
  func `kills what does not obey when forced, and waits for the death`() throws {
    let services = try Services()
    for name in ["a", "b", "c"] { try services.start(name, ["run": Self.hardened]) }
    services.letGrowOld("a", "b", "c")
    let before = services.pid("b")
    let stop = try services.sv("-w", "3", "force-stop", "a")
    #expect(stop.lines == ["kill: run: a: (pid N) Ns, want down, got TERM", "ok: down: a: Ns, normally up"])
    #expect(stop.code == 0)
    let restart = try services.sv("-w", "3", "force-restart", "b")
    #expect(restart.lines == ["kill: run: b: (pid N) Ns, got TERM", "ok: run: b: (pid N) Ns"])
    #expect(services.pid("b") != before)
    let shutdown = try services.sv("-w", "3", "force-shutdown", "c")
    #expect(shutdown.lines == ["kill: run: c: (pid N) Ns, want down, got TERM", "ok: c: runsv not running"])
    #expect(shutdown.code == 0)
  }

  @Test func `kills what does not obey when forced`() throws {
    let services = try Services()
    try services.start("a", ["run": Self.hardened])
    let outcome = try services.sv("-w", "3", "force-stop", "a")
    #expect(outcome.lines.first == "kill: run: a: (pid N) Ns, want down, got TERM")
    eventually { services.pid("a") == 0 }
  }

  @Test(.ours("S15: services that don't obey share one limit"))
  func `waits for all services together no longer than for one`() throws {
    let services = try Services()
    for name in ["a", "b", "c"] { try services.start(name, ["run": Self.hardened]) }
    let clock = ContinuousClock()
    var outcome: Outcome?
    let time = try clock.measure { outcome = try services.sv("-w", "2", "stop", "a", "b", "c") }
    #expect(outcome?.code == 3)
    #expect(time < .milliseconds(5500))
  }

  @Test func `waits for the end of runsv when told to exit`() throws {
    let services = try Services()
    try services.start("a")
    let outcome = try services.sv("shutdown", "a")
    #expect(outcome.lines == ["ok: a: runsv not running"])
    #expect(outcome.code == 0)
    let again = try services.sv("shutdown", "a")
    #expect(again.lines == ["ok: a: runsv not running"])
    #expect(again.code == 0)
    let other = try services.sv("stop", "a")
    #expect(other.lines == ["fail: a: runsv not running"])
    #expect(other.code == 1)
  }

  @Test func `notices when runsv dies while it waits`() throws {
    let services = try Services()
    try services.start("a", ["run": Self.hardened])
    let waiting = try RunningProgram(
      program: "sv", ["-w", "10", "stop", "a"], environment: ["SVDIR": services.directory.path])
    eventually { services.status("a")?[18] == 1 }
    try services.supervisor(of: "a").signal(SIGKILL)
    #expect(waiting.wait(within: 5) == .exited(1))
    #expect(waiting.output == "fail: a: runsv not running\n")
  }

  @Test func `does what it can, and says of each service what it could not`() throws {
    let services = try Services()
    try services.start("a")
    try services.make("b")
    let outcome = try services.sv("stop", "b", "a", "none")
    #expect(
      outcome.lines == [
        "warning: b: unable to open supervise/ok: file does not exist",
        "fail: none: unable to change to service directory: file does not exist", "ok: down: a: Ns, normally up",
      ])
    #expect(outcome.code == 2)
  }

  @Test(.ours("S9: a second TERM, or no command at all"))
  func `does not send TERM again to a service that is being stopped`() throws {
    let services = try Services()
    let script = "#!/bin/sh\ntrap 'echo TERM >>got' TERM\n: >armed\nwhile :; do sleep 0.05; done\n"
    try services.start("a", ["run": script])
    eventually { services.directory.exists("a/armed") }
    #expect(try services.sv("down", "a").code == 0)
    eventually { services.directory.read("a/got") == "TERM\n" }
    #expect(try services.sv("down", "a").code == 0)
    #expect(try services.sv("-w", "1", "stop", "a").lines == ["timeout: run: a: (pid N) Ns, want down, got TERM"])
    #expect(services.directory.read("a/got") == "TERM\n")
    #expect(try services.sv("term", "a").code == 0)
    eventually { services.directory.read("a/got") == "TERM\nTERM\n" }
    #expect(try services.sv("kill", "a").code == 0)
  }

  @Test(.ours("the second wait is as long as the first"))
  func `waits no longer than 7 s for the death that it has caused`() throws {
    let services = try Services()
    try services.start("a", ["run": Self.hardened, "finish": "#!/bin/sh\nexec sleep 1000\n"])
    let clock = ContinuousClock()
    var outcome: Outcome?
    let time = try clock.measure { outcome = try services.sv("-w", "12", "force-stop", "a", within: 60) }
    #expect(
      outcome?.lines == [
        "kill: run: a: (pid N) Ns, want down, got TERM", "timeout: finish: a: (pid N) Ns, want down",
      ])
    #expect(time > .seconds(18) && time < .seconds(23))
    #expect(try services.sv("kill", "a").code == 0)
    kill(services.pid("a"), SIGKILL)
  }

  @Test(.ours("a failure"))
  func `takes try-restart of a service without runsv for a success`() throws {
    let services = try Services()
    try services.start("a")
    try services.make("b")
    #expect(try services.sv("shutdown", "a").code == 0)
    let outcome = try services.sv("try-restart", "a", "b", "none")
    #expect(outcome.lines == ["ok: a: runsv not running", "ok: b: runsv not running", "ok: none: not enabled"])
    #expect(outcome.code == 0)
    #expect(try services.sv("try-restart", name: "none").code == 0)
    #expect(try services.sv("restart", "a", "none").code == 2)
  }

  static let names = [("usr1", "USR1"), ("SIGUSR2", "USR2"), ("sigterm", "TERM"), ("HUP", "HUP"), ("alrm", "ALRM")]

  @Test(.ours("usr1 is up, SIGUSR2 no command, and sigterm status"), arguments: names)
  func `sends signals by their names`(command: String, name: String) throws { try sends(command, name) }

  @Test(.ours("up, and exit"), arguments: ["urg", "sigxcpu", "STOP"])
  func `refuses to send signals that runsv does not know`(command: String) throws {
    let services = try Services()
    try services.start("a", ["run": Services.daemon, "down": ""])
    #expect(try services.sv(command, "a").code == 100)
    #expect(services.pid("a") == 0)
    #expect(services.hasSupervisor("a"))
  }

  static let signals: [(String, String)] = [
    ("hup", "HUP"), ("alarm", "ALRM"), ("interrupt", "INT"), ("quit", "QUIT"), ("1", "USR1"), ("2", "USR2"),
    ("term", "TERM"),
  ]

  @Test(arguments: signals)
  func `sends signals`(command: String, name: String) throws { try sends(command, name) }

  private func sends(_ command: String, _ name: String) throws {
    let services = try Services()
    let script = "#!/bin/sh\ntrap 'echo \(name) >got' \(name)\n: >armed\nwhile :; do sleep 0.05; done\n"
    try services.start("a", ["run": script])
    eventually { services.directory.exists("a/armed") }
    #expect(try services.sv(command, "a").code == 0)
    eventually { services.directory.read("a/got") == name + "\n" }
  }

  @Test func `pauses and resumes, and waits for that when asked to`() throws {
    let services = try Services()
    try services.start("a")
    #expect(try services.sv("-v", "pause", "a").lines == ["ok: run: a: (pid N) Ns, paused"])
    #expect(try services.sv("-v", "cont", "a").lines == ["ok: run: a: (pid N) Ns"])
    #expect(try services.sv("-v", "hup", "a").lines.count == 1)
  }

  @Test(.ours("names that end with a slash are looked for in two places"))
  func `waits where it has commanded`() throws {
    let services = try Services()
    try services.start("a")
    let outcome = try services.sv("stop", "a/", environment: ["SVDIR": "/nonexistent"])
    #expect(outcome.lines == ["ok: down: a/: Ns, normally up"])
  }

  @Test(.ours("S1: it does not wait for a runsv"), arguments: ["start", "up"])
  func `waits for the runsv of a service that is new`(command: String) throws {
    let services = try Services()
    try services.make("a")
    let waiting = try RunningProgram(program: "sv", [command, "a"], environment: ["SVDIR": services.directory.path])
    waiting.awaitRest(as: "sv")
    #expect(waiting.poll() == nil)
    try services.supervise("a")
    #expect(waiting.wait(within: 5) == .exited(0))
    #expect(waiting.output.hasPrefix(command == "up" ? "" : "ok: run: a: (pid "))
  }

  @Test func `does not wait for the runsv of a service that is old`() throws {
    let services = try Services()
    try services.make("a")
    services.backdate("a")
    let outcome = try services.sv("start", "a")
    #expect(outcome.lines == ["warning: a: unable to open supervise/ok: file does not exist"])
    #expect(outcome.code == 1)
  }

  @Test(.ours("S1: it does not wait for a runsv"))
  func `says at last that no runsv has come`() throws {
    let services = try Services()
    try services.make("a")
    let outcome = try services.sv("-w", "1", "start", "a")
    #expect(outcome.lines == ["warning: a: unable to open supervise/ok: file does not exist"])
    #expect(outcome.code == 1)
  }
}
