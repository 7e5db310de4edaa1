import Foundation
import Testing

/// Between the birth of a process and the detail that names it, the lock does.
@Suite("A runsv that is killed in the moment of a birth", .ours("an extension"))
struct RunsvBirthTests {
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"), "needs strace"))
  func `leaves a process that the next one finds`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("start")])
    // The first files are put in place, of which none says that ./run runs. Then pid and stat are replaced, on a disk by an
    // exchange of files; each call is counted by itself.
    let deadly = "-e inject=renameat:signal=KILL:when=5 -e inject=renameat2:signal=KILL:when=1"
    try fixture.launch(after: "exec strace -f -o /dev/null \(deadly)")
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

  static let distrust: [String: @Sendable (String) -> Void] = [
    "another user's": { Stranger.own($0) }, "writable for others": { chmod($0, 0o606) },
    "a file that has another name": { link($0, $0 + ".other") },
  ]

  @Test(.asRoot, arguments: distrust.keys.sorted())
  func `leaves nothing to be believed in a lock that is`(lock: String) throws {
    let fixture = try ServiceFixture(["run": Script.stay("start")])
    try fixture.start(until: "run")
    fixture.wait(for: "start")
    let former = try fixture.service.waitForProcess()
    try fixture.killRunsv()
    try fixture.write("supervise/lock", try #require(fixture.read("supervise/detail")))
    try fixture.write("supervise/detail", "phase down\n")
    Self.distrust[lock]?(fixture("supervise/lock"))
    try fixture.start()
    try fixture.service.waitForProcess(otherThan: former)
    #expect(ProcessEntry(former).isAlive)
    #expect(fixture.read("supervise/lock")?.hasPrefix("phase up\n") == true, "nor is it changed")
    kill(former, SIGKILL)
  }

  @Test(.asRoot, arguments: distrust.keys.sorted())
  func `is found by the detail where the lock is`(lock: String) throws {
    // The detail comes first then: it is there before ./run is.
    let fixture = try ServiceFixture([
      "run": "#!/bin/sh\ngrep -x \"pid $$\" supervise/detail >>events\nexec sleep 1000\n"
    ])
    try fixture.write("supervise/lock", "")
    Self.distrust[lock]?(fixture("supervise/lock"))
    try fixture.start(until: "run")
    fixture.wait(for: "pid \(try fixture.service.waitForProcess())")
  }

  @Test func `has its say only until the detail is written, whatever becomes of the other files`() throws {
    let fixture = try ServiceFixture()
    try fixture.makeDirectory("supervise/once")
    try fixture.makeDirectory("supervise/pid")
    try fixture.start()
    eventually { fixture.read("supervise/detail")?.hasPrefix("phase up\n") == true }
    eventually { fixture.read("supervise/lock") == "" }
  }

  @Test func `has a lock that is empty while nothing is born`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    for lock in ["supervise/lock", "log/supervise/lock"] { eventually(lock) { fixture.read(lock) == "" } }
    let first = try fixture.service.waitForProcess()
    kill(first, SIGKILL)
    try fixture.service.waitForProcess(otherThan: first)
    eventually { fixture.read("supervise/lock") == "" }
  }
}
