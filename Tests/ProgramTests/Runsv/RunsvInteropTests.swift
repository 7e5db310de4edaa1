import Foundation
import Testing

/// Other people's programs against this `runsv`.
@Suite("Interoperability of runsv")
struct RunsvInteropTests {
  /// Runs a program of the system to its end in the directory of the service directory.
  static func command(_ fixture: ServiceFixture, _ words: String...) throws -> Outcome {
    let program = try RunningProgram(
      "/usr/bin/env", ["env"] + words, environment: ["SVDIR": fixture.place.path], in: fixture.place.path)
    return Outcome(ending: program.wait(within: 30), output: program.output, error: program.error)
  }

  static func isInstalled(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }

  /// Whether busybox was built with an applet.
  static func busyboxHas(_ applet: String) -> Bool {
    let program = try? RunningProgram("/usr/bin/env", ["env", "busybox", "--list"])
    guard program?.wait() == .exited(0) else { return false }
    return program?.output.split(separator: "\n").contains { $0 == applet } == true
  }

  @Test(.withReference) func `Debian's sv reads its status`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    let (pid, log) = (try #require(fixture.service.pid), try #require(fixture.log.pid))
    let status = try Self.command(fixture, "/usr/bin/sv", "status", "web")
    let line = try Regex("run: web: \\(pid \(pid)\\) [0-9]+s; run: log: \\(pid \(log)\\) [0-9]+s\n")
    #expect(status.output.wholeMatch(of: line) != nil, "\(status.output)")
    #expect(status.code == 0)
  }

  /// Commands of Debian's `sv`, one after the other, and what it then says.
  static let dialogue: [(String, String)] = [
    ("down", "ok: down: web: [0-9]+s, normally up\n"), ("up", "ok: run: web: \\(pid [0-9]+\\) [0-9]+s\n"),
    ("pause", "ok: run: web: \\(pid [0-9]+\\) [0-9]+s, paused\n"),
    ("cont", "ok: run: web: \\(pid [0-9]+\\) [0-9]+s\n"), ("hup", "ok: run: web: \\(pid [0-9]+\\) [0-9]+s\n"),
    ("restart", "ok: run: web: \\(pid [0-9]+\\) [0-9]+s\n"), ("term", "ok: run: web: \\(pid [0-9]+\\) [0-9]+s\n"),
    ("stop", "ok: down: web: [0-9]+s, normally up\n"), ("start", "ok: run: web: \\(pid [0-9]+\\) [0-9]+s\n"),
    ("force-stop", "ok: down: web: [0-9]+s, normally up\n"), ("exit", "ok: web: runsv not running\n"),
  ]

  @Test(.withReference) func `Debian's sv drives it`() throws {
    let run = "#!/bin/sh\ntrap '' HUP\nexec sleep 1000\n"
    let fixture = try ServiceFixture(["run": run])
    try fixture.start(until: "run")
    eventually { fixture.service.pid.map { ProcessEntry($0).arguments.first } == "sleep" }
    for (command, answer) in Self.dialogue {
      let former = fixture.service.pid
      let outcome = try Self.command(fixture, "/usr/bin/sv", "-v", "-w", "20", command, "web")
      #expect(outcome.output.wholeMatch(of: try Regex(answer)) != nil, "\(command): \(outcome.output)")
      #expect(outcome.code == 0)
      // Debian's sv compares whole seconds, and may see a restart before it has happened.
      if command == "restart" || command == "term" { try fixture.service.waitForProcess(otherThan: former) }
      if answer.hasPrefix("ok: run") {
        eventually { fixture.service.pid.map { ProcessEntry($0).arguments.first } == "sleep" }
      }
    }
    #expect(fixture.ending() == .exited(0))
  }

  @Test(.withReference) func `Debian's sv kills what does not stop`() throws {
    let fixture = try ServiceFixture(["run": Script.stubborn])
    try fixture.startRecorder()
    let outcome = try Self.command(fixture, "/usr/bin/sv", "-w", "1", "force-stop", "web")
    #expect(outcome.output.hasPrefix("kill: run: web: "))
    fixture.service.wait(for: "down")
  }

  @Test(.withReference) func `Debian's sv controls its log`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    #expect(try Self.command(fixture, "/usr/bin/sv", "-v", "down", "web/log").code == 0)
    #expect(fixture.log.stat == "down")
    #expect(fixture.service.stat == "run")
  }

  @Test(.enabled(if: isInstalled("/usr/bin/svstat"), "needs Debian's package daemontools"))
  func `daemontools' svstat reads it`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let pid = try #require(fixture.service.pid)
    let up = try Self.command(fixture, "/usr/bin/svstat", "web")
    #expect(up.output.wholeMatch(of: try Regex("web: up \\(pid \(pid)\\) [0-9]+ seconds\n")) != nil, "\(up.output)")
    fixture.service.send("pd")
    fixture.service.wait(for: "down, paused")
    let down = try Self.command(fixture, "/usr/bin/svstat", "web")
    #expect(down.output.wholeMatch(of: /web: down [0-9]+ seconds, normally up(, paused)?\n/) != nil, "\(down.output)")
    #expect(try Self.command(fixture, "/usr/bin/svok", "web").code == 0)
  }

  @Test(.enabled(if: isInstalled("/usr/bin/svc"), "needs Debian's package daemontools"))
  func `daemontools' svc drives it`() throws {
    let fixture = try ServiceFixture(["run": Script.recorder(endingAt: ["TERM"])])
    try fixture.startRecorder()
    #expect(try Self.command(fixture, "/usr/bin/svc", "-h", "web").code == 0)
    fixture.wait(for: "HUP")
    _ = try Self.command(fixture, "/usr/bin/svc", "-p", "web")
    fixture.service.wait(for: "run, paused")
    _ = try Self.command(fixture, "/usr/bin/svc", "-cd", "web")
    fixture.service.wait(for: "down")
    _ = try Self.command(fixture, "/usr/bin/svc", "-o", "web")
    fixture.wait(for: "ready", times: 2)
    _ = try Self.command(fixture, "/usr/bin/svc", "-dx", "web")
    #expect(fixture.ending() == .exited(0))
    #expect(try Self.command(fixture, "/usr/bin/svok", "web").code == 100)
  }

  @Test(.enabled(if: busyboxHas("sv"), "needs a busybox with the applet sv; Debian's has none"))
  func `busybox's sv reads and drives it`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let status = try Self.command(fixture, "busybox", "sv", "status", "web")
    #expect(status.output.hasPrefix("run: web: (pid \(try #require(fixture.service.pid))) "))
    #expect(try Self.command(fixture, "busybox", "sv", "stop", "web").code == 0)
    fixture.service.wait(for: "down")
    #expect(try Self.command(fixture, "busybox", "sv", "start", "web").code == 0)
    fixture.service.wait(for: "run")
  }

  @Test(.enabled(if: busyboxHas("svc") && busyboxHas("svok"), "needs a busybox with the applets svc and svok"))
  func `busybox's svc drives it`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    #expect(try Self.command(fixture, "busybox", "svok", fixture.path).code == 0)
    #expect(try Self.command(fixture, "busybox", "svc", "-d", "web").code == 0)
    fixture.service.wait(for: "down")
    #expect(try Self.command(fixture, "busybox", "svc", "-u", "web").code == 0)
    fixture.service.wait(for: "run")
    #expect(try Self.command(fixture, "busybox", "svc", "-dx", "web").code == 0)
    #expect(fixture.ending() == .exited(0))
    #expect(try Self.command(fixture, "busybox", "svok", fixture.path).code != 0)
  }

  @Test(.withReference) func `Debian's runsvdir starts it and takes it down`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper])
    let scan = fixture.place("scan")
    try FileManager.default.createDirectory(atPath: scan, withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(atPath: scan + "/web", withDestinationPath: "../web")
    let runsvdir = try RunningProgram("/usr/bin/runsvdir", ["runsvdir", scan])
    fixture.service.wait(for: "run")
    let runsv = ProcessTable.children(of: runsvdir.id).first
    #expect(runsv?.arguments == ["runsv", "web"])
    #expect(runsv?.executable == URL(fileURLWithPath: Programs.path("runsv")).resolvingSymlinksInPath().path)
    runsvdir.signal(SIGHUP)
    #expect(runsvdir.wait() == .exited(111))
    fixture.service.wait(for: "down")
    eventually { !fixture.service.isSupervised }
  }

  @Test(.withReference) func `Debian's svlogd logs behind it, to the last line`() throws {
    let files = [
      "run": RunsvLogTests.counter(upTo: 50).replacing("exec sleep 1000", with: "touch written; exec sleep 1000"),
      "log/run": "#!/bin/sh\nmkdir -p main\nexec /usr/bin/svlogd ./main\n",
    ]
    let fixture = try ServiceFixture(files)
    try fixture.start(until: "run")
    eventually { fixture.exists("written") }
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
    #expect(fixture.read("log/main/current") == (1...50).map { "\($0)\n" }.joined())
  }
}
