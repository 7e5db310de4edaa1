import Foundation
import Testing

@Suite("A script in control/")
struct RunsvControlScriptsTests {
  /// Waits until what was sent before has been obeyed.
  static func pass(_ fixture: ServiceFixture) {
    fixture.service.send("o")
    eventually { fixture.service.status?.want == "d" }
  }

  @Test(arguments: RunsvControlTests.signals)
  func `takes the place of the signal when it exits 0`(command: String, signal: String) throws {
    let fixture = try ServiceFixture(["run": Script.recorder(), "control/\(command)": Script.record("script")])
    try fixture.startRecorder()
    fixture.service.send(command)
    fixture.wait(for: "script")
    Self.pass(fixture)
    #expect(fixture.events == ["ready", "script"])
    #expect(fixture.service.stat == "run, want down", "no TERM was got")
  }

  @Test(arguments: RunsvControlTests.signals)
  func `comes before the signal when it exits otherwise`(command: String, signal: String) throws {
    let fixture = try ServiceFixture(["run": Script.recorder(), "control/\(command)": Script.record("script", exit: 1)])
    try fixture.startRecorder()
    fixture.service.send(command)
    fixture.wait(for: signal)
    #expect(fixture.events == ["ready", "script", signal])
  }

  @Test func `may take the place of stopping and going on, which are noted all the same`() throws {
    let scripts = ["control/p": Script.record("p"), "control/c": Script.record("c")]
    let fixture = try ServiceFixture(scripts.merging(["run": Script.recorder()]) { $1 })
    try fixture.startRecorder()
    let process = ProcessEntry(try fixture.service.waitForProcess())
    fixture.service.send("p")
    fixture.service.wait(for: "run, paused")
    #expect(process.state != "T")
    fixture.service.send("c")
    fixture.service.wait(for: "run")
    #expect(fixture.events == ["ready", "p", "c"])
  }

  @Test(.ours("core.md 14.2: runit loses the state of a service that its control/k keeps alive"))
  func `may keep the service alive`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder(), "control/k": Script.record("script")])
    try fixture.startRecorder()
    let first = fixture.service.pid
    fixture.service.send("k")
    fixture.wait(for: "script")
    fixture.service.send("u1")
    fixture.wait(for: "USR1")
    #expect(fixture.service.pid == first)
    #expect(fixture.service.stat == "run")
    #expect(fixture.events == ["ready", "script", "USR1"])
  }

  /// What `d` and `x` ask when `control/t` keeps the TERM back, and lets it pass.
  static let stops: [(String, [String])] = [("d", ["t", "d"]), ("x", ["t", "x"])]

  @Test(arguments: stops, [0, 1])
  func `is asked for a stop: first that of t, then that of d or x`(stop: (String, [String]), code: Int) throws {
    let (command, expected) = stop
    let scripts = ["t", "d", "x", "o", "k"].map { ("control/" + $0, Script.record($0, exit: $0 == "t" ? code : 1)) }
    let fixture = try ServiceFixture(
      ["run": Script.stubborn].merging(Dictionary(uniqueKeysWithValues: scripts)) { $1 })
    try fixture.startRecorder()
    fixture.service.send(command)
    fixture.wait(for: expected[1])
    fixture.wait(for: "CONT")
    #expect(fixture.events.filter { $0.count == 1 } == expected)
    #expect(fixture.count("TERM") == code, "CONT is sent in any case, TERM when control/t says so")
  }

  @Test func `is asked on TERM to runsv as it is on x`() throws {
    let scripts = ["control/t": Script.record("t", exit: 1), "control/x": Script.record("x")]
    let fixture = try ServiceFixture(scripts.merging(["run": Script.recorder(endingAt: ["TERM"])]) { $1 })
    try fixture.startRecorder()
    fixture.runsv?.signal(SIGTERM)
    #expect(fixture.ending() == .exited(0))
    #expect(fixture.events.filter { $0.count == 1 } == ["t", "x"])
  }

  @Test func `named u runs before each start`() throws {
    let files = [
      "control/u": Script.record("u", exit: 1), "run": Script.stay("run"), "finish": Script.record("finish"),
    ]
    let fixture = try ServiceFixture(files)
    try fixture.start(until: "run")
    fixture.wait(for: "run")
    fixture.service.send("u")
    fixture.service.send("t")
    fixture.wait(for: "run", times: 2)
    fixture.service.wait(for: "run")
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    fixture.service.send("o")
    fixture.wait(for: "run", times: 3)
    #expect(fixture.events == ["u", "run", "finish", "u", "run", "finish", "u", "run"])
  }

  @Test func `is not run while nothing runs`() throws {
    let names = "tdxokphaiq12c".map { "control/\($0)" }
    let scripts = Dictionary(uniqueKeysWithValues: names.map { ($0, Script.record("script")) })
    let fixture = try ServiceFixture(scripts.merging(["run": Script.stay("run"), "down": ""]) { $1 })
    try fixture.start(until: "down")
    fixture.service.send("dtkphaiq12c")
    fixture.service.send("u")
    fixture.wait(for: "run")
    #expect(fixture.events == ["run"])
  }

  @Test func `is not run while ./finish does`() throws {
    let names = "tdophaiq12c".map { "control/\($0)" }
    let scripts = Dictionary(uniqueKeysWithValues: names.map { ($0, Script.record("script")) })
    let fixture = try ServiceFixture(scripts.merging(["run": Script.quick, "finish": Script.stay("finish")]) { $1 })
    try fixture.start(until: "finish")
    fixture.wait(for: "finish")
    fixture.service.send("dthaiq12uco")
    fixture.service.wait(for: "finish, want down")
    #expect(fixture.events == ["finish"])
  }

  @Test func `that its owner may not execute is none`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder(), "control/h": "echo script >>events\n"])
    chmod(fixture("control/h"), 0o655)
    try fixture.startRecorder()
    fixture.service.send("h")
    fixture.wait(for: "HUP")
    #expect(fixture.events == ["ready", "HUP"])
    #expect(fixture.runsv?.error == "")
  }

  @Test func `that can't be executed is complained about, and the signal is sent`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder(), "control/h": "#!/no/such/interpreter\n"])
    try fixture.startRecorder()
    fixture.service.send("h")
    fixture.wait(for: "HUP")
    let error = try #require(fixture.runsv?.error)
    #expect(error.hasPrefix("runsv web: fatal: unable to run control/"))
    #expect(error.hasSuffix(": file does not exist\n"))
  }

  @Test func `that can't be looked at is complained about, and the signal is sent`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder(), "control": "a file"])
    try fixture.startRecorder()
    let before = fixture.runsv?.error ?? ""
    fixture.service.send("h")
    fixture.wait(for: "HUP")
    #expect(fixture.runsv?.error == before + "runsv web: warning: unable to stat control/h: not a directory\n")
  }

  @Test(.ours("R7: runit takes a script that died of a signal for one that has done its work"))
  func `that dies of a signal has not handled the command`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder(), "control/h": "#!/bin/sh\nkill -9 $$\n"])
    try fixture.startRecorder()
    fixture.service.send("h")
    fixture.wait(for: "HUP")
  }

  @Test(.ours("R8: runit leaves TERM and CHLD blocked in scripts"))
  func `has clean signals`() throws {
    let script = "#!/bin/sh\nexec cat /proc/self/status >seen\n"
    let fixture = try ServiceFixture(["run": Script.recorder(), "control/h": script])
    try fixture.startRecorder()
    fixture.service.send("h")
    eventually { SignalMasks(fixture.read("seen") ?? "") == SignalMasks.none }
  }

  @Test(.ours("R6: runit waits for scripts, deaf"), arguments: ["d", "TERM"])
  func `does not keep runsv from its work`(command: String) throws {
    let fixture = try ServiceFixture(["run": Script.recorder(endingAt: ["TERM"]), "control/h": Script.stay("script")])
    try fixture.startRecorder()
    fixture.service.send("h")
    fixture.wait(for: "script")
    fixture.service.send("p")
    fixture.service.wait(for: "run, paused")
    if command == "TERM" { fixture.runsv?.signal(SIGTERM) } else { fixture.service.send(command) }
    fixture.service.wait(for: "down, paused")
  }

  @Test(.ours("issue 2: the first argument is the service's process"))
  func `is told the service's process`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder(), "control/h": "#!/bin/sh\necho $# $1 >>events\n"])
    try fixture.startRecorder()
    let pid = try #require(fixture.service.pid)
    fixture.service.send("h")
    fixture.wait(for: "1 \(pid)")
  }

  @Test func `works in the service directory, and writes to the log`() throws {
    let files = [
      "run": Script.recorder(), "control/h": "#!/bin/sh\npwd\necho $0 $#\n",
      "log/run": "#!/bin/sh\nexec cat >>../events\n",
    ]
    let fixture = try ServiceFixture(files)
    try fixture.startRecorder()
    fixture.service.send("h")
    fixture.wait(for: fixture.path)
    eventually { fixture.events.contains { $0.hasPrefix("control/h ") } }
  }

  @Test func `sees the state that it is run for`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder(), "control/d": "#!/bin/sh\ncp supervise/stat seen\n"])
    try fixture.startRecorder()
    fixture.service.send("d")
    eventually { fixture.read("seen") == "run, got TERM, want down\n" }
  }
}
