import Foundation
import Testing

/// Between the birth of a process and the detail that names it, the lock does.
@Suite("A runsv that is killed in the moment of a birth", .ours("an extension"))
struct RunsvBirthTests {
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"), "needs strace"))
  func `leaves a process that the next one finds`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("start")])
    // The first file that is replaced is the first to say that ./run runs.
    let deadly = "renameat,renameat2:signal=KILL:when=1"
    try fixture.launch(after: "exec strace -f -o /dev/null -e inject=\(deadly)")
    fixture.wait(for: "start")
    eventually("the death of runsv") { !fixture.service.isSupervised }
    #expect(fixture.service.text("stat") == "down\n")
    let record = try #require(fixture.read("supervise/lock"))
    #expect(record.hasPrefix("phase up\npid "))

    try fixture.start(until: "run")
    #expect(record.contains("\npid \(try fixture.service.waitForProcess())\n"))
    eventually("an empty lock") { fixture.read("supervise/lock") == "" }
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    #expect(fixture.events == ["start"])
  }

  @Test(.asRoot)
  func `leaves nothing to be believed in a lock that is another user's`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("start")])
    try fixture.start(until: "run")
    fixture.wait(for: "start")
    let former = try fixture.service.waitForProcess()
    let runsv = try #require(fixture.runsv)
    runsv.signal(SIGKILL)
    #expect(runsv.wait() == .signalled(SIGKILL))
    try fixture.write("supervise/lock", try #require(fixture.read("supervise/detail")))
    try fixture.write("supervise/detail", "phase down\n")
    Stranger.own(fixture("supervise/lock"))
    try fixture.start()
    try fixture.service.waitForProcess(otherThan: former)
    #expect(ProcessEntry(former).isAlive)
    kill(former, SIGKILL)
  }

  @Test func `has a lock that is empty while nothing is born`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    for lock in ["supervise/lock", "log/supervise/lock"] { eventually(lock) { fixture.read(lock) == "" } }
    kill(try fixture.service.waitForProcess(), SIGKILL)
    fixture.service.wait(for: "run")
    eventually { fixture.read("supervise/lock") == "" }
  }
}
