import CLibc
import Foundation
import Testing

@Suite("runsvdir: a second one on the same directory", .ours("both fight for each lock, for ever"))
struct RunsvdirClaimTests {
  let fixture: TreeFixture

  init() throws {
    fixture = try TreeFixture()
    try fixture.addObedient("web")
  }

  private func refusal(_ process: pid_t) -> String {
    "runsvdir \(fixture.directory("scan")): fatal: another runsvdir serves this directory already, "
      + "process \(process); to end that with its services, send it HUP\n"
  }

  @Test func `is refused and told the process of the first`() throws {
    let first = try fixture.start()
    eventually { fixture.areUp("web") }
    let second = try fixture.start()
    #expect(second.wait() == .exited(100))
    #expect(second.error == refusal(first.id))
    symlink(fixture.directory("scan"), fixture.directory("link"))
    let third = try run("runsvdir", [fixture.directory("link")])
    #expect(third.code == 100)
    #expect(third.error.contains("process \(first.id);"))
    #expect(fixture.lines("up") == ["web"])
    #expect(first.error == "")
  }

  @Test func `is refused after an upgrade of the first`() throws {
    let first = try fixture.start()
    eventually { fixture.areUp("web") }
    let stack = first.entry.stackStart
    first.signal(SIGUSR1)
    eventually("the program was executed again") { first.entry.stackStart != stack }
    let second = try fixture.start()
    #expect(second.wait() == .exited(100))
    #expect(second.error == refusal(first.id))
    try fixture.addObedient("db")
    eventually { fixture.areUp("db") }
    for child in ProcessTable.children(of: first.id) {
      #expect(!child.descriptors.values.contains { $0.hasPrefix("socket:") })
    }
  }

  @Test(arguments: [SIGKILL, SIGTERM, SIGHUP]) func `begins when the first is gone`(signal: Int32) throws {
    let first = try fixture.start()
    eventually { fixture.areUp("web") }
    first.signal(signal)
    _ = first.wait()
    let second = try fixture.start()
    if signal == SIGHUP {
      eventually { fixture.lines("up").count == 2 }
    } else {
      eventually("it has adopted") { second.error.contains("adopted runsv") }
    }
    second.signal(SIGHUP)
    #expect(second.wait() == .exited(111))
    #expect(fixture.directory.processes().isEmpty)
  }
}
