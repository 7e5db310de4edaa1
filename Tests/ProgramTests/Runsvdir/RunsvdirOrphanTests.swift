import Foundation
import Testing

@Suite("runsvdir: a service whose runsv is killed", .ours("runit leaves it running"))
struct RunsvdirOrphanTests {
  let fixture: TreeFixture

  init() throws {
    fixture = try TreeFixture()
    try fixture.addObedient("web")
    try fixture.addObedient("db")
  }

  /// Starts the tree, and returns the supervisor of web.
  private func start(then operands: [String] = []) throws -> (runsvdir: RunningProgram, supervisor: ProcessEntry) {
    let runsvdir = try fixture.start(then: operands)
    eventually { fixture.areUp("web", "db") }
    let all = ProcessTable.children(of: runsvdir.id)
    return (runsvdir, try #require(all.first { $0.arguments == ["runsv", "web"] }))
  }

  /// Has `runsvdir` find the death of `supervisor` and its own end at the same time.
  private func kill(_ supervisor: ProcessEntry, andSend signal: Int32, to runsvdir: RunningProgram) {
    runsvdir.signal(SIGSTOP)
    eventually { runsvdir.entry.state == "T" }
    Glibc.kill(supervisor.id, SIGKILL)
    eventually { !supervisor.isAlive }
    runsvdir.signal(signal)
    runsvdir.signal(SIGCONT)
  }

  private func demandOneLifeEach() {
    #expect(fixture.lines("up").sorted() == ["db", "web"])
    #expect(fixture.lines("stopped").sorted() == ["db", "web"])
  }

  @Test func `in the moment of HUP is stopped all the same, and not started again`() throws {
    let (runsvdir, supervisor) = try start()
    eventually { supervisor.ageSeconds > 1.1 }
    kill(supervisor, andSend: SIGHUP, to: runsvdir)
    #expect(runsvdir.wait() == .exited(111))
    demandOneLifeEach()
    #expect(runsvdir.error == "")
  }

  @Test func `right before HUP, in the pause after a short life, is stopped all the same`() throws {
    let (runsvdir, supervisor) = try start()
    Glibc.kill(supervisor.id, SIGKILL)
    eventually { !supervisor.isAlive }
    runsvdir.signal(SIGHUP)
    #expect(runsvdir.wait() == .exited(111))
    demandOneLifeEach()
  }

  @Test func `after HUP, while it waits for its service, is stopped all the same`() throws {
    try fixture.add(
      "slow",
      run:
        "trap 'until [ -e $D/go ]; do sleep 0.02; done; exit 0' TERM; echo slow >>$D/up; while :; do sleep 0.02; done")
    let runsvdir = try fixture.start()
    eventually { fixture.areUp("web", "db", "slow") }
    let slow = { ProcessTable.children(of: runsvdir.id).first { $0.arguments == ["runsv", "slow"] && $0.isAlive } }
    let supervisor = try #require(slow())
    runsvdir.signal(SIGHUP)
    eventually { fixture.state(of: "slow")?.hasPrefix("run, got TERM") == true }
    Glibc.kill(supervisor.id, SIGKILL)
    eventually("a successor") { slow().map { $0.id != supervisor.id } == true }
    try fixture.directory.write("go", "")
    #expect(runsvdir.wait() == .exited(111))
    #expect(fixture.lines("up").sorted() == ["db", "slow", "web"])
    #expect(fixture.directory.processes().isEmpty)
  }

  @Test func `in the moment of TERM to a tree with a main program is stopped all the same`() throws {
    let command = ["--", "sh", "-c", "trap 'exit 5' TERM; echo command >>$D/events; while :; do sleep 0.02; done"]
    let (runsvdir, supervisor) = try start(then: command)
    eventually { fixture.lines("events") == ["command"] }
    kill(supervisor, andSend: SIGTERM, to: runsvdir)
    #expect(runsvdir.wait() == .exited(5))
    demandOneLifeEach()
  }
}
