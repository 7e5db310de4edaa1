import Foundation
import Testing

@Suite("A byte on supervise/control")
struct RunsvControlTests {
  static let signals: [(String, String)] = [
    ("h", "HUP"), ("a", "ALRM"), ("i", "INT"), ("q", "QUIT"), ("1", "USR1"), ("2", "USR2"), ("t", "TERM"),
    ("c", "CONT"),
  ]

  @Test(arguments: signals)
  func `sends a signal to the service`(command: String, signal: String) throws {
    let fixture = try ServiceFixture(["run": Script.recorder()])
    try fixture.startRecorder()
    fixture.service.send(command)
    fixture.wait(for: signal)
    #expect(fixture.events == ["ready", signal])
  }

  @Test func `kills the service, and it is started again`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder()])
    try fixture.startRecorder()
    let first = try fixture.service.waitForProcess()
    fixture.service.send("k")
    fixture.wait(for: "ready", times: 2)
    try fixture.service.waitForProcess(otherThan: first)
    #expect(!ProcessEntry(first).isAlive)
  }

  @Test func `stops the service and lets it go on`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let process = ProcessEntry(try fixture.service.waitForProcess())
    fixture.service.send("p")
    eventually { process.state == "T" }
    fixture.service.send("c")
    eventually { process.state == "S" }
    fixture.service.wait(for: "run")
  }

  @Test func `terminates the service, which is started again`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let first = try fixture.service.waitForProcess()
    fixture.service.send("t")
    try fixture.service.waitForProcess(otherThan: first)
    #expect(fixture.service.status?.want == "u")
  }

  @Test func `leaves a TERM pending on a paused service until it goes on`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let first = try fixture.service.waitForProcess()
    fixture.service.send("p")
    eventually { ProcessEntry(first).state == "T" }  // a TERM that overtakes the STOP is obeyed at once
    fixture.service.send("t")
    fixture.service.wait(for: "run, paused, got TERM")
    #expect(ProcessEntry(first).state == "T")
    fixture.service.send("c")
    try fixture.service.waitForProcess(otherThan: first)
  }

  @Test func `takes a paused service down`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder(endingAt: ["TERM"])])
    try fixture.startRecorder()
    fixture.service.send("p")
    fixture.service.wait(for: "run, paused")
    fixture.service.send("d")
    fixture.service.wait(for: "down, paused")
    #expect(fixture.count("TERM") == 1)
  }

  @Test func `sends TERM again when the service has not gone`() throws {
    let fixture = try ServiceFixture(["run": Script.stubborn])
    try fixture.startRecorder()
    for (number, command) in ["d", "d", "t", "x"].enumerated() {
      fixture.service.send(command)
      fixture.wait(for: "TERM", times: number + 1)
    }
    fixture.service.wait(for: "run, got TERM, want exit")
  }

  @Test func `takes the service down and keeps it there`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder(endingAt: ["TERM"])])
    try fixture.startRecorder()
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    fixture.service.send("h1d")  // and signals have nowhere to go
    fixture.service.send("u")
    fixture.wait(for: "ready", times: 2)
    #expect(fixture.events.filter { $0 != "CONT" } == ["ready", "TERM", "ready"])
  }

  @Test func `brings up what is down, once or for good`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder(), "down": ""])
    try fixture.start(until: "down")
    fixture.service.send("o")
    fixture.service.wait(for: "run, want down")
    fixture.wait(for: "ready")
    fixture.service.send("k")
    fixture.service.wait(for: "down")
    fixture.service.send("u")
    fixture.service.wait(for: "run")
    fixture.wait(for: "ready", times: 2)
    fixture.service.send("k")
    fixture.wait(for: "ready", times: 3)
  }

  @Test func `changes with once only what follows this life`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder()])
    try fixture.startRecorder()
    let first = fixture.service.pid
    fixture.service.send("o")
    fixture.service.wait(for: "run, want down")
    #expect(fixture.service.pid == first)
    fixture.service.send("k")
    fixture.service.wait(for: "down")
    #expect(fixture.events == ["ready"])
  }

  @Test func `does not start again what is up`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder()])
    try fixture.startRecorder()
    let first = fixture.service.pid
    fixture.service.send("uuu1")
    fixture.wait(for: "USR1")
    #expect(fixture.service.stat == "run")
    #expect(fixture.service.pid == first)
    #expect(fixture.events == ["ready", "USR1"])
  }

  @Test(arguments: ["d", "x"])
  func `takes back a down or an exit`(command: String) throws {
    let fixture = try ServiceFixture(["run": Script.recorder()])
    try fixture.startRecorder()
    fixture.service.send(command)
    fixture.wait(for: "TERM")
    fixture.service.send("u")
    fixture.service.wait(for: "run, got TERM")
    fixture.service.send("k")
    fixture.wait(for: "ready", times: 2)
    fixture.service.wait(for: "run")
    #expect(fixture.runsv?.poll() == nil)
  }

  @Test func `is obeyed in its turn`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder()])
    try fixture.startRecorder()
    fixture.service.send("pcpcpo")
    fixture.service.wait(for: "run, paused, want down")
    fixture.service.send("tcu")
    fixture.service.wait(for: "run, got TERM")
  }

  @Test func `means nothing when it is no command`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder()])
    try fixture.startRecorder()
    let before = fixture.service.status
    let commands = Set("udoxtkpchaiq12".utf8)
    fixture.service.send((0...255).filter { !commands.contains($0) } + Array("1".utf8))
    fixture.wait(for: "USR1")
    #expect(fixture.events == ["ready", "USR1"])
    #expect(fixture.service.status == before)
    #expect(fixture.runsv?.error == "")
  }

  @Test func `goes to the service and not to its process group`() throws {
    let run = """
      #!/bin/sh
      trap 'echo USR1 >>events' USR1
      trap 'echo USR2 >>events' USR2
      (trap 'echo child-USR1 >>events' USR1; echo child-ready >>events; while :; do sleep 0.05; done) >/dev/null 2>&1 &
      while :; do wait; done
      """
    let fixture = try ServiceFixture(["run": run])
    try fixture.start(until: "run")
    fixture.wait(for: "child-ready")
    fixture.service.send("1")
    fixture.wait(for: "USR1")
    fixture.service.send("2")
    fixture.wait(for: "USR2")
    #expect(fixture.events == ["child-ready", "USR1", "USR2"])
  }

  @Test(.ours("R16: with flag-killpg signals reach the whole process group"))
  func `goes to the process group when flag-killpg is there`() throws {
    let run = """
      #!/bin/sh
      trap 'echo USR1 >>events' USR1
      (trap 'echo child-USR1 >>events' USR1; echo child-ready >>events; while :; do sleep 0.05; done) >/dev/null 2>&1 &
      while :; do wait; done
      """
    let fixture = try ServiceFixture(["run": run, "flag-killpg": ""])
    try fixture.start(until: "run")
    fixture.wait(for: "child-ready")
    let process = ProcessEntry(try fixture.service.waitForProcess())
    #expect(process.group == process.id)
    fixture.service.send("1")
    fixture.wait(for: "USR1")
    fixture.wait(for: "child-USR1")
  }
}
