import CLibc
import Foundation
import Testing

@Suite("runsvdir: a runsv that a killed runsvdir has left", .ours("both are left to themselves"))
struct RunsvdirAdoptionTests {
  let fixture: TreeFixture

  init() throws {
    fixture = try TreeFixture()
    try fixture.addObedient("web")
    try fixture.addObedient("db")
  }

  private func supervisor(of service: String) -> ProcessEntry? {
    let detail = fixture.directory.read("scan/\(service)/supervise/detail") ?? ""
    let line = detail.split(separator: "\n").first { $0.hasPrefix("supervisor ") }
    return line.flatMap { pid_t($0.dropFirst(11)) }.map { ProcessEntry($0) }
  }

  private func line(_ supervisor: ProcessEntry, _ service: String) -> String {
    "runsvdir \(fixture.directory("scan")): info: adopted runsv, process \(supervisor.id), "
      + "which was started by another runsvdir: \(service)\n"
  }

  /// Starts a tree, kills its `runsvdir`, and starts another one, which adopts what it finds.
  private func replace(_ services: [String] = ["web", "db"]) throws -> (RunningProgram, [String: ProcessEntry]) {
    let former = try fixture.start()
    eventually { Set(fixture.lines("up")).isSuperset(of: services) }
    former.signal(SIGKILL)
    _ = former.wait()
    var supervisors: [String: ProcessEntry] = [:]
    for service in services { supervisors[service] = supervisor(of: service) }
    #expect(supervisors.count == services.count)
    let successor = try fixture.start()
    eventually("it has said so once") { successor.error.split(separator: "\n").count == services.count }
    for (service, supervisor) in supervisors { #expect(successor.error.contains(line(supervisor, service))) }
    return (successor, supervisors)
  }

  @Test func `goes with its entry, and in order with the tree`() throws {
    let (runsvdir, supervisors) = try replace()
    rename(fixture.directory("scan/web"), fixture.directory("web"))
    eventually { fixture.lines("stopped") == ["web"] && supervisors["web"]?.isAlive == false }
    #expect(supervisors["db"]?.isAlive == true)
    runsvdir.signal(SIGHUP)
    #expect(runsvdir.wait() == .exited(111))
    #expect(fixture.lines("stopped") == ["web", "db"])
    #expect(supervisors["db"]?.isAlive == false)
    #expect(fixture.lines("up").sorted() == ["db", "web"])
  }

  @Test func `is not its own, which shares a supervise with another entry`() throws {
    let shared = fixture.directory("shared")
    try FileManager.default.createDirectory(atPath: shared, withIntermediateDirectories: false)
    for service in ["web", "db"] { symlink(shared, fixture.directory("scan/\(service)/supervise")) }
    let runsvdir = try fixture.start()
    eventually("the second is refused") { runsvdir.error.contains("fatal: unable to lock supervise/lock") }
    eventually { fixture.lines("up").count == 1 }
    #expect(!runsvdir.error.contains("adopted"))
    runsvdir.signal(SIGHUP)
    #expect(runsvdir.wait() == .exited(111))
    #expect(fixture.lines("stopped").count == 1)
  }

  @Test func `is still known after an upgrade`() throws {
    let (runsvdir, supervisors) = try replace()
    let said = runsvdir.error
    let stack = runsvdir.entry.stackStart
    runsvdir.signal(SIGUSR1)
    eventually("the program was executed again") { runsvdir.entry.stackStart != stack }
    rename(fixture.directory("scan/web"), fixture.directory("web"))
    eventually { supervisors["web"]?.isAlive == false }
    runsvdir.signal(SIGHUP)
    #expect(runsvdir.wait() == .exited(111))
    #expect(fixture.lines("stopped") == ["web", "db"])
    #expect(runsvdir.error == said)
  }

  @Test(arguments: [SIGKILL, SIGTERM]) func `is followed by another when it ends`(signal: Int32) throws {
    let (runsvdir, supervisors) = try replace()
    let old = try #require(supervisors["web"])
    kill(old.id, signal)
    eventually("a child in its place") {
      ProcessTable.children(of: runsvdir.id).contains { $0.arguments == ["runsv", "web"] }
        && supervisor(of: "web").map { $0.id != old.id && $0.isAlive } == true
    }
    // The service of one that was killed goes on; that of one that was told to end starts again.
    eventually { fixture.lines("up").count { $0 == "web" } == (signal == SIGKILL ? 1 : 2) }
    runsvdir.signal(SIGHUP)
    #expect(runsvdir.wait() == .exited(111))
    #expect(fixture.directory.processes().isEmpty)
  }

  @Test func `of an essential service ends the tree with the code of that`() throws {
    try fixture.add(
      "vital", run: "echo vital >>$D/up; until [ -e $D/go ]; do sleep 0.02; done; exit 3", files: ["essential": ""])
    let (runsvdir, _) = try replace(["web", "db", "vital"])
    try fixture.directory.write("go", "")
    #expect(runsvdir.wait() == .exited(3))
    #expect(fixture.lines("stopped").sorted() == ["db", "web"])
    #expect(runsvdir.error.hasSuffix(": info: essential service vital ended: exit 3\n"))
  }

  @Test(.withReference) func `is waited for when it is runit's, which does not tell its process`() throws {
    let former = try RunningProgram(
      Programs.reference + "/runsv", ["runsv", "web"], environment: ["D": fixture.directory.path],
      in: fixture.directory("scan"))
    eventually { fixture.areUp("web") }
    let runsvdir = try fixture.start()
    let warning =
      "runsvdir \(fixture.directory("scan")): warning: "
      + "a runsv that was not started here works already, and its end is waited for: web\n"
    eventually { fixture.areUp("db") && runsvdir.error == warning }
    former.signal(SIGTERM)
    #expect(former.wait() == .exited(0))
    eventually("a child in its place") { fixture.lines("up").count { $0 == "web" } == 2 }
    #expect(runsvdir.error == warning)
    runsvdir.signal(SIGHUP)
    #expect(runsvdir.wait() == .exited(111))
    #expect(fixture.directory.processes().isEmpty)
  }
}
