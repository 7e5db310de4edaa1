import CLibc
import Foundation
import Testing

@Suite("runsvdir: a runsv that ends")
struct RunsvdirDeathTests {
  @Test func `is started again`() throws {
    let fixture = try ScanFixture()
    try fixture.enable("web")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") }
    let first = try #require(fixture.process(of: "web"))
    kill(first.id, SIGKILL)
    eventually(within: 20) { fixture.starts(of: "web").count == 2 && fixture.isRunning("web") }
    #expect(program.poll() == nil)
  }

  @Test(.ours("D11: a dead runsv is noticed at the next look"))
  func `is started again at once when it had lived a while`() throws {
    let fixture = try ScanFixture()
    try fixture.enable("web")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") }
    let first = try #require(fixture.process(of: "web"))
    eventually { first.ageSeconds >= 3.2 }
    kill(first.id, SIGKILL)
    eventually(within: 3) { fixture.starts(of: "web").count == 2 }
    #expect(program.error == "")
  }

  @Test(.ours("D13: it is tried again each second, for ever"))
  func `is tried again with growing pauses when it fails at once, with one complaint`() throws {
    let fixture = try ScanFixture(runsv: "\(Script.recordBirth) >>\"$STARTS.$1\"; exit 111")
    try fixture.enable("web")
    let program = try fixture.start()
    var times: [Double] {
      Script.seconds((fixture.directory.read("starts.web") ?? "").split(separator: "\n").map(String.init))
    }
    eventually(within: 20) { times.count >= 3 }
    try #require(times.count >= 3)
    #expect(times[1] - times[0] > 0.95)
    #expect(times[2] - times[1] > 1.95)
    #expect(
      program.error == "runsvdir \(fixture.path): warning: runsv failed at once and will be tried again: web\n")
  }

  @Test(.ours("D6: a removed service is forgotten at once"))
  func `is waited for when its service was removed and came back`() throws {
    let fixture = try ScanFixture.slow()
    try fixture.enable("web")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") }
    fixture.disable("web")
    eventually { fixture.directory.read("starts.term") == "web got-term\n" }
    try fixture.enable("web")
    try fixture.enable("last")
    eventually { fixture.isRunning("last") }
    #expect(fixture.starts(of: "web").count == 1)
    try fixture.directory.write("starts.go", "")
    eventually { fixture.starts(of: "web").count >= 2 }
    #expect(program.poll() == nil)
  }

  @Test func `is reported when there is none to start`() throws {
    let fixture = try ScanFixture()
    try fixture.enable("web")
    let program = try fixture.start(search: "/nonexistent:\(fixture.directory("sv"))")
    eventually { program.error == "runsvdir \(fixture.path): fatal: unable to start runsv web: file does not exist\n" }
    #expect(program.poll() == nil)
  }

  @Test(.ours("D13: it is tried again each second, for ever"))
  func `is looked for again when it moves to another place on the search path`() throws {
    let fixture = try ScanFixture()
    try fixture.enable("web")
    let other = fixture.directory("other")
    let program = try fixture.start(search: "\(other):\(fixture.directory("bin")):/usr/bin:/bin")
    eventually { fixture.isRunning("web") }
    mkdir(other, 0o755)
    rename(fixture.directory("bin/runsv"), other + "/runsv")
    try fixture.enable("db")
    eventually { fixture.isRunning("db") }
    #expect(program.error == "")
  }
}

@Suite("runsvdir: signals")
struct RunsvdirSignalTests {
  @Test func `TERM ends it and leaves the services alone`() throws {
    let fixture = try ScanFixture()
    try fixture.enable("web")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") }
    program.signal(SIGTERM)
    #expect(program.wait() == .exited(0))
    #expect(fixture.isRunning("web"))
  }

  @Test func `HUP terminates every runsv`() throws {
    let fixture = try ScanFixture()
    for name in ["a", "b", "c"] { try fixture.enable(name) }
    let program = try fixture.start()
    eventually { ["a", "b", "c"].allSatisfy { fixture.isRunning($0) } }
    program.signal(SIGHUP)
    #expect(program.wait() == .exited(111))
    eventually { ["a", "b", "c"].allSatisfy { !fixture.isRunning($0) } }
  }

  @Test(.ours("D2: it does not wait for them"))
  func `HUP waits for every runsv`() throws {
    let fixture = try ScanFixture.slow()
    try fixture.enable("web")
    try fixture.enable("db")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") && fixture.isRunning("db") }
    program.signal(SIGHUP)
    eventually { fixture.directory.read("starts.term")?.split(separator: "\n").count == 2 }
    #expect(program.poll() == nil)
    try fixture.directory.write("starts.go", "")
    #expect(program.wait() == .exited(111))
    #expect(!fixture.isRunning("web") && !fixture.isRunning("db"))
  }

  @Test(.ours("D2: it does not wait for them"), arguments: [(SIGHUP, 111), (SIGTERM, 0)] as [(Int32, Int32)])
  func `a second signal ends the wait`(signal: Int32, code: Int32) throws {
    let fixture = try ScanFixture.slow()
    try fixture.enable("web")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") }
    program.signal(SIGHUP)
    eventually { fixture.directory.exists("starts.term") }
    program.signal(signal)
    #expect(program.wait() == .exited(code))
    #expect(fixture.isRunning("web"))
  }

  @Test func `ALRM makes it look again`() throws {
    let fixture = try ScanFixture()
    try fixture.enable("web")
    let target = fixture.directory("elsewhere")
    symlink(target, fixture.path + "/late")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") && program.error.contains("unable to stat late: file does not exist") }
    mkdir(target, 0o755)
    program.signal(SIGALRM)
    eventually(within: 20) { fixture.isRunning("late") }
  }

  @Test func `ignored signals of its parent do not matter`() throws {
    let fixture = try ScanFixture()
    try fixture.enable("web")
    let program = try RunningProgram(
      "/bin/sh", ["sh", "-c", "trap '' HUP TERM ALRM; exec \(Programs.path("runsvdir")) \(fixture.path)"],
      environment: ["PATH": fixture.directory("bin") + ":/usr/bin:/bin", "STARTS": fixture.directory("starts")])
    eventually { fixture.isRunning("web") }
    #expect(fixture.process(of: "web")?.ignoresSignals == false)
    program.signal(SIGHUP)
    #expect(program.wait() == .exited(111))
  }

  @Test(.ours("D14: orphans escape the tree"))
  func `orphans are adopted and reaped`() throws {
    let fixture = try ScanFixture(runsv: "(sleep 1000 & echo orphan $! >>\"$STARTS\")\nexec sleep 1000")
    try fixture.enable("web")
    let program = try fixture.start()
    eventually { fixture.process(of: "orphan")?.parent == program.id }
    let orphan = try #require(fixture.process(of: "orphan"))
    kill(orphan.id, SIGKILL)
    eventually { orphan.state == nil }
  }
}
