import Foundation
import Testing

@Suite("The log service")
struct RunsvLogTests {
  /// A logger that appends what it reads to the service's `logged`.
  static let logger = "#!/bin/sh\nexec cat >>../logged\n"

  /// Runs a service that writes `lines` numbered lines, one each few milliseconds.
  static func counter(upTo lines: Int) -> String {
    "#!/bin/sh\ni=0\nwhile [ $i -lt \(lines) ]; do i=$((i+1)); echo $i; sleep 0.005; done\nexec sleep 1000\n"
  }

  @Test func `reads what the service writes, and no errors`() throws {
    let run = "#!/bin/sh\necho out\necho err >&2\nexec sleep 1000\n"
    let fixture = try ServiceFixture(["run": run, "log/run": Self.logger])
    try fixture.start(until: "run")
    eventually { fixture.read("logged") == "out\n" }
    eventually { fixture.runsv?.error == "err\n" }
  }

  @Test func `reads what finish writes`() throws {
    let files = [
      "run": "#!/bin/sh\necho run\n", "finish": "#!/bin/sh\necho finish\n", "log/run": Self.logger, "down": "",
    ]
    let fixture = try ServiceFixture(files)
    try fixture.start(until: "down")
    fixture.service.send("o")
    eventually { fixture.read("logged") == "run\nfinish\n" }
  }

  @Test func `works in log/, and writes where runsv writes`() throws {
    let logger = "#!/bin/sh\npwd\necho $0 $#\necho err >&2\nexec cat\n"
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": logger])
    try fixture.start(until: "run")
    eventually { fixture.runsv?.output == fixture("log") + "\n./run 0\n" }
    eventually { fixture.runsv?.error == "err\n" }
  }

  @Test func `is started before the service`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Self.logger])
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    let (log, service) = (try #require(fixture.log.status), try #require(fixture.service.status))
    #expect(log.since <= service.since)
  }

  @Test func `has its own files, state and commands`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    let service = fixture.service.status
    #expect(ProcessEntry(try fixture.log.waitForProcess()).parent == fixture.runsv?.id)
    fixture.log.send("p")
    fixture.log.wait(for: "run, paused")
    fixture.log.send("cd")
    fixture.log.wait(for: "down")
    fixture.log.send("o")
    fixture.log.wait(for: "run, want down")
    fixture.log.send("u")
    fixture.log.wait(for: "run")
    #expect(fixture.service.status == service)
  }

  @Test func `is restarted alone`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
    try fixture.start(until: "run")
    let service = fixture.service.status
    let first = try fixture.log.waitForProcess()
    kill(first, SIGKILL)
    try fixture.log.waitForProcess(otherThan: first)
    #expect(fixture.service.status == service)
  }

  @Test func `loses nothing when it is restarted`() throws {
    // The logger reads a line at a time, so that its end can lose nothing that it has read.
    let logger = "#!/bin/sh\ntrap : TERM\nread line && echo \"$line\" >>../logged\n"
    let fixture = try ServiceFixture(["run": Self.counter(upTo: 3), "log/run": logger])
    try fixture.start(until: "run")
    eventually(within: 30) { fixture.read("logged") == "1\n2\n3\n" }
  }

  @Test func `may be down while the service writes, which waits for it`() throws {
    let files = ["run": Self.counter(upTo: 20), "log/run": Self.logger, "log/down": ""]
    let fixture = try ServiceFixture(files)
    try fixture.start(until: "run")
    #expect(fixture.log.stat == "down")
    #expect(fixture.log.status?.want == "d")
    fixture.log.send("u")
    fixture.log.wait(for: "run")
    eventually { fixture.read("logged") == (1...20).map { "\($0)\n" }.joined() }
  }

  @Test(.ours("core.md 14.6: runit makes no pid file for a log that is down"))
  func `has an empty pid file while it is down`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Self.logger, "log/down": ""])
    try fixture.start(until: "run")
    #expect(fixture.log.text("pid") == "")
  }

  @Test func `runs neither finish nor scripts in control/`() throws {
    let names = ["log/finish", "log/control/t", "log/control/d", "log/control/u", "control/t", "control/d"]
    let scripts = Dictionary(uniqueKeysWithValues: names.map { ($0, Script.record("script")) })
    let fixture = try ServiceFixture(scripts.merging(["run": Script.sleeper, "log/run": Script.sleeper]) { $1 })
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    fixture.log.send("d")
    fixture.log.wait(for: "down")
    #expect(fixture.events == [])
    #expect(!fixture.exists("log/events"))
  }

  @Test func `does not exit by itself`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    fixture.log.send("xp")
    fixture.log.wait(for: "run, paused")
    #expect(fixture.log.status?.want == "u")
  }

  @Test func `pauses a second between two short lives`() throws {
    let logger = "#!/bin/sh\n\(Script.recordBirth) >>../events\n"
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": logger])
    try fixture.start(until: "run")
    eventually(within: 30) { fixture.events.count >= 3 }
    let starts = Script.seconds(fixture.events)
    for (first, second) in zip(starts, starts.dropFirst()) { #expect(second - first > 0.9) }
  }

  @Test func `that can't be started is said to be so`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper])
    try fixture.makeDirectory("log")
    try fixture.start(until: "run")
    eventually {
      fixture.runsv?.error.hasPrefix("runsv web: fatal: unable to start log/./run: file does not exist\n") == true
    }
    #expect(fixture.service.stat == "run")
  }

  @Test func `may be a link to a directory`() throws {
    let fixture = try ServiceFixture(["run": "#!/bin/sh\necho hello\nexec sleep 1000\n"])
    try fixture.place.write("logger/run", "#!/bin/sh\nexec cat >>seen\n", mode: 0o755)
    try fixture.link("log", to: "../logger")
    try fixture.start(until: "run")
    eventually { fixture.place.read("logger/seen") == "hello\n" }
  }

  static let unusable: [(String, String)] = [
    ("file", "runsv web: warning: ./log: not a directory.\n"),
    ("loop", "runsv web: warning: unable to stat() ./log: : symbolic link loop\n"), ("dangling", ""),
  ]

  @Test(arguments: unusable)
  func `is none when log is no directory`(kind: String, warning: String) throws {
    let fixture = try ServiceFixture(["run": "#!/bin/sh\necho hello\nexec sleep 1000\n"])
    switch kind {
    case "file": try fixture.write("log", "")
    case "loop": try fixture.link("log", to: "log")
    default: try fixture.link("log", to: "nowhere")
    }
    try fixture.start(until: "run")
    eventually { fixture.runsv?.output == "hello\n" }
    #expect(fixture.runsv?.error == warning)
  }
}
