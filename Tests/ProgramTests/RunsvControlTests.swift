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
      (trap 'echo child-USR1 >>events' USR1; echo child-ready >>events; while :; do sleep 0.05; done) >/dev/null 2>&1 &
      trap 'echo USR1 >>events' USR1
      trap 'echo USR2 >>events' USR2
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
      (trap 'echo child-USR1 >>events' USR1; echo child-ready >>events; while :; do sleep 0.05; done) >/dev/null 2>&1 &
      trap 'echo USR1 >>events' USR1
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

@Suite("The pause between two lives")
struct RunsvPauseTests {
  /// Records the time of each start, in seconds, and lives for `seconds`.
  static func timer(living seconds: Double) -> String {
    "#!/bin/sh\ndate +%s.%N >>events\n" + (seconds > 0 ? "exec sleep \(seconds)\n" : "")
  }

  @Test func `is a second after a short life`() throws {
    let fixture = try ServiceFixture(["run": Self.timer(living: 0)])
    try fixture.start()
    eventually(within: 30, "three lives") { fixture.events.count >= 3 }
    let starts = fixture.events.compactMap(Double.init)
    for (first, second) in zip(starts, starts.dropFirst()) { #expect(second - first > 0.9) }
  }

  @Test func `is none after a life of more than a second`() throws {
    let fixture = try ServiceFixture(["run": Self.timer(living: 1.1)])
    try fixture.start()
    eventually(within: 30, "four lives") { fixture.events.count >= 4 }
    let starts = fixture.events.compactMap(Double.init)
    let shortest = zip(starts, starts.dropFirst()).map { $1 - $0 }.min() ?? 0
    #expect(shortest < 2, "a life of 1.1 s and no second behind it")
  }

  @Test func `shows the service down and wanted up`() throws {
    let fixture = try ServiceFixture(["run": Script.quick])
    try fixture.start()
    fixture.service.wait(for: "down")
    #expect(fixture.service.status?.want == "u")
  }

  @Test(.ours("R4: runit's runsv sleeps and is deaf meanwhile"), arguments: ["d", "x", "TERM"])
  func `is no time to be deaf`(command: String) throws {
    let fixture = try ServiceFixture(["run": Script.record("run"), "restart-delay": "600000"])
    try fixture.start()
    fixture.wait(for: "run")
    fixture.service.wait(for: "down")
    if command == "TERM" { fixture.runsv?.signal(SIGTERM) } else { fixture.service.send(command) }
    if command == "d" {
      eventually { fixture.service.status?.want == "d" }
    } else {
      #expect(fixture.ending() == .exited(0))
    }
    #expect(fixture.events == ["run"])
  }

  @Test(.ours("R4: runit's runsv sleeps and is deaf meanwhile"))
  func `ends when the service is wanted up once more`() throws {
    let fixture = try ServiceFixture(["run": Script.record("run"), "restart-delay": "600000"])
    try fixture.start()
    fixture.wait(for: "run")
    fixture.service.wait(for: "down")
    fixture.service.send("u")
    fixture.wait(for: "run", times: 2)
  }
}
