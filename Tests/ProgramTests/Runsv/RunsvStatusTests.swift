import Foundation
import Testing

@Suite("The state of a service")
struct RunsvStatusTests {
  /// What is written to `control` of a service that ends only of KILL, and what `stat` then says.
  static let running: [(String, String)] = [
    ("", "run"), ("p", "run, paused"), ("t", "run, got TERM"), ("o", "run, want down"),
    ("d", "run, got TERM, want down"), ("x", "run, got TERM, want exit"), ("po", "run, paused, want down"),
    ("pd", "run, paused, got TERM, want down"), ("px", "run, paused, got TERM, want exit"),
    ("pt", "run, paused, got TERM"), ("pc", "run"), ("pcp", "run, paused"), ("ptc", "run, got TERM"),
    ("du", "run, got TERM"), ("xu", "run, got TERM"), ("xd", "run, got TERM, want down"),
    ("dx", "run, got TERM, want exit"), ("xo", "run, got TERM, want down"), ("ou", "run"), ("tcu", "run, got TERM"),
  ]

  @Test(arguments: running)
  func `is told while it runs`(commands: String, text: String) throws {
    let fixture = try ServiceFixture(["run": Script.stubborn])
    try fixture.startRecorder()
    let before = fixture.service.status
    if !commands.isEmpty { fixture.service.send(commands) }
    fixture.service.wait(for: text)
    // runit publishes after each byte, so that what is waited for may have been true before the last.
    eventually { fixture.service.status?.want == (text.contains("want") ? "d" : "u") }
    let status = try #require(fixture.service.status)
    #expect(status.pid == before?.pid)
    #expect(status.since == before?.since, "only the start and the end of the service change the time")
  }

  /// With a `control/t` that keeps the TERM back.
  static let unterminated: [(String, String)] = [
    ("d", "run, want down"), ("x", "run, want exit"), ("px", "run, paused, want exit"),
    ("pd", "run, paused, want down"),
  ]

  @Test(arguments: unterminated)
  func `is told while TERM is kept back`(commands: String, text: String) throws {
    let fixture = try ServiceFixture(["run": Script.stubborn, "control/t": Script.quick])
    try fixture.startRecorder()
    fixture.service.send(commands)
    fixture.service.wait(for: text)
  }

  /// What is sent to a running service, the last of it KILL, while its `finish` stays.
  static let finishing: [(String, String)] = [
    ("k", "finish"), ("ok", "finish, want down"), ("dk", "finish, want down"), ("pk", "finish"),
    ("tk", "finish"),
  ]

  @Test(arguments: finishing)
  func `is told while it finishes`(commands: String, text: String) throws {
    let fixture = try ServiceFixture(["run": Script.stubborn, "finish": Script.stay("finish")])
    try fixture.startRecorder()
    let run = try #require(fixture.service.status)
    fixture.service.send(commands)
    fixture.service.wait(for: text)
    fixture.wait(for: "finish")
    try fixture.service.waitForProcess(otherThan: run.pid, in: text)
    let status = try #require(fixture.service.status)
    #expect(status.state == 2)
    #expect(status.pid != run.pid && status.pid != 0)
    #expect(status.since == run.since, "the time is that of the start of ./run")
  }

  @Test(.ours("R2: k after x makes runit's runsv leave at once, with ./finish not run and the files as they were"))
  func `is told while it finishes before an exit`() throws {
    let fixture = try ServiceFixture(["run": Script.stubborn, "finish": Script.stay("finish")])
    try fixture.startRecorder()
    fixture.service.send("xk")
    fixture.service.wait(for: "finish, want exit")
  }

  @Test func `is down behind a paused life, and still says so`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    fixture.service.send("pd")
    fixture.service.wait(for: "down, paused")
    fixture.service.send("u")
    fixture.service.wait(for: "run")
  }

  @Test func `is paused no more when a service that is down is told to go on`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    fixture.service.send("pd")
    fixture.service.wait(for: "down, paused")
    fixture.service.send("c")
    fixture.service.wait(for: "down")
  }

  @Test(.ours("R17: runit marks a service that is down as paused"))
  func `is never paused while nothing runs`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("run"), "down": ""])
    try fixture.start(until: "down")
    fixture.service.send("p")
    fixture.service.send("u")
    fixture.wait(for: "run")
    fixture.service.send("d")
    fixture.service.wait(for: "down")
  }

  @Test func `is new when it is down`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let run = try #require(fixture.service.status)
    #expect(abs(run.since - Date().timeIntervalSince1970) < 10)
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    let down = try #require(fixture.service.status)
    #expect(down.since > run.since)
    #expect(abs(down.since - Date().timeIntervalSince1970) < 10)
    #expect(down.pid == 0 && down.want == "d" && down.state == 0 && !down.gotTerm)
    fixture.service.send("dp1")
    fixture.service.send("u")
    fixture.service.wait(for: "run")
  }

  @Test func `of a service that is down stays as old as it is when down is asked again`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "down": ""])
    try fixture.start(until: "down")
    let before = try #require(fixture.service.status)
    let inode = RunsvSuperviseDirectoryTests.inode(fixture.service("status"))
    let held = open(fixture.service("status"), O_RDONLY)
    defer { close(held) }
    fixture.service.send("d")
    eventually { RunsvSuperviseDirectoryTests.inode(fixture.service("status")) != inode }
    #expect(fixture.service.status == before)
  }

  @Test(.ours("R18: runit does not tell once from a wanted down"))
  func `tells by a file that the service runs but once`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "down": ""])
    try fixture.start(until: "down")
    fixture.service.send("o")
    eventually { fixture.exists("supervise/once") }
    fixture.service.send("u")
    eventually { !fixture.exists("supervise/once") }
    fixture.service.send("o")
    eventually { fixture.exists("supervise/once") }
    fixture.service.send("t")
    fixture.service.wait(for: "down")
    eventually { !fixture.exists("supervise/once") }
  }

  @Test func `names the process in pid, and leaves it empty when there is none`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let pid = try #require(fixture.service.pid)
    #expect(fixture.service.text("pid") == "\(pid)\n")
    #expect(ProcessEntry(pid).parent == fixture.runsv?.id)
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    #expect(fixture.service.text("pid") == "")
  }

  @Test func `stays behind when runsv has exited`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
    #expect(fixture.service.text("stat") == "down\n")
    #expect(fixture.service.text("pid") == "")
    let status = try #require(fixture.service.status)
    #expect(status.pid == 0 && status.want == "d" && status.state == 0)
    #expect(!fixture.service.isSupervised)
  }

  @Test func `stays as it was written last when runsv is killed`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let pid = try #require(fixture.service.pid)
    fixture.runsv?.signal(SIGKILL)
    #expect(fixture.ending() == .signalled(SIGKILL))
    #expect(fixture.service.stat == "run")
    #expect(fixture.service.pid == pid)
    #expect(ProcessEntry(pid).isAlive)
  }
}
