import CLibc
import Foundation
import Testing

@Suite("runsvdir: as PID 1", .ours("containers: it has no rules for them"), .asRoot)
struct RunsvdirContainerTests {
  let fixture: TreeFixture

  init() throws { fixture = try TreeFixture() }

  static let requests: [(signal: Int32, name: String, code: Int32)] = [
    (SIGTERM, "TERM", 0), (SIGINT, "INT", 0), (SIGHUP, "HUP", 111), (SIGPWR, "PWR", 0), (37, "37", 0),
  ]

  /// What is said of a signal that ends the tree.
  private func line(_ signal: String) -> String {
    "runsvdir \(fixture.directory("scan")): info: tree ended by signal \(signal)\n"
  }

  @Test(arguments: requests)
  func `stops the tree in order and names the signal`(signal: Int32, name: String, code: Int32) throws {
    try fixture.addObedient("web")
    try fixture.addObedient("db")
    let program = try fixture.startContainer()
    eventually { fixture.areUp("web", "db") }
    let initial = try #require(fixture.initial(of: program))
    kill(initial.id, signal)
    #expect(program.wait() == .exited(code))
    #expect(fixture.lines("stopped").sorted() == ["db", "web"])
    #expect(fixture.state(of: "web") == "down\n")
    #expect(program.error == line(name))
  }

  @Test func `survives a service that signals its own process group`() throws {
    try fixture.add("web", run: "trap 'trap - TERM; kill 0' TERM; echo web >>$D/up; while :; do sleep 0.02; done")
    try fixture.addObedient("db")
    let program = try fixture.startContainer()
    eventually { fixture.areUp("web", "db") }
    _ = try run("sv", ["-w", "1", "restart", fixture.directory("scan/web")])
    eventually { fixture.lines("up").sorted() == ["db", "web", "web"] }
    #expect(program.poll() == nil)
    #expect(program.error == "")
  }

  @Test func `keeps what its own service manager has told it from the services`() throws {
    try fixture.add("web", run: "env >$D/seen; mv $D/seen $D/variables; exec sleep 1000")
    let names = ["NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "WATCHDOG_USEC", "WATCHDOG_PID"]
    let settings = names.map { "\($0)=1" }.joined(separator: " ")
    let program = try fixture.startContainer(
      then: ["--", "sh", "-c", "env >$D/mine; exec sleep 1000"], preparation: "export KEPT=1 \(settings)")
    eventually { fixture.lines("variables").contains("KEPT=1") && fixture.lines("mine").contains("KEPT=1") }
    for name in names {
      #expect(!(fixture.lines("variables") + fixture.lines("mine")).contains("\(name)=1"))
    }
    #expect(program.poll() == nil)
  }

  @Test func `ends at once on a second signal`() throws {
    try fixture.addStubborn("web")
    let program = try fixture.startContainer()
    eventually { fixture.areUp("web") }
    let initial = try #require(fixture.initial(of: program))
    kill(initial.id, SIGTERM)
    eventually { fixture.lines("asked") == ["web"] }
    #expect(program.poll() == nil)
    kill(initial.id, SIGTERM)
    #expect(program.wait() == .exited(0))
  }

  @Test func `kills what is left when the time for stopping is over`() throws {
    try fixture.addStubborn("web")
    try fixture.addStubborn("mail")
    try fixture.addObedient("db")
    let program = try fixture.startContainer(["-b", "6"])
    eventually { fixture.areUp("web", "mail", "db") }
    let initial = try #require(fixture.initial(of: program))
    let start = Date()
    kill(initial.id, SIGTERM)
    #expect(program.wait(within: 20) == .exited(0))
    #expect(5.9...14 ~= Date().timeIntervalSince(start))
    #expect(fixture.lines("stopped") == ["db"])
    let prefix =
      line("TERM") + "runsvdir \(fixture.directory("scan")): warning: the time for stopping is over, killed: "
    #expect(program.error == prefix + "mail web\n" || program.error == prefix + "web mail\n")
  }

  @Test func `reaps orphans`() throws {
    try fixture.add("web", run: "(sleep 1000 & echo $! >$D/orphan) & wait; exec sleep 1000")
    let program = try fixture.startContainer()
    eventually { fixture.state(of: "web") == "run\n" && fixture.directory.read("orphan")?.hasSuffix("\n") == true }
    let initial = try #require(fixture.initial(of: program))
    var orphan: ProcessEntry?
    eventually {
      orphan = ProcessTable.children(of: initial.id).first { $0.arguments == ["sleep", "1000"] }
      return orphan != nil
    }
    kill(orphan?.id ?? 0, SIGKILL)
    eventually { orphan?.state == nil }
  }

  @Test func `has the first three descriptors, though nobody gave it any`() throws {
    try fixture.add("web", run: "for n in 0 1 2; do readlink /proc/$$/fd/$n; done >$D/files; exec sleep 1000")
    let program = try fixture.startContainer(preparation: "exec <&- >&- 2>&-")
    eventually { fixture.lines("files").count == 3 }
    #expect(fixture.lines("files") == ["/dev/null", fixture.directory("files"), "/dev/null"])
    let initial = try #require(fixture.initial(of: program))
    for number in 0...2 { #expect(initial.descriptors[number] == "/dev/null") }
  }

  @Test func `tells Kubernetes why it ends`() throws {
    try fixture.add("web", run: "exit 3", files: ["essential": ""])
    try fixture.directory.write("log", "")
    // A /dev of the container's own, as an engine makes one.
    let preparation = """
      mkdir $D/dev; mount -t tmpfs none $D/dev; cp -a /dev/null /dev/tty $D/dev; touch $D/dev/termination-log
      mount --bind $D/log $D/dev/termination-log; mount --rbind $D/dev /dev
      """
    let program = try fixture.startContainer(preparation: preparation)
    #expect(program.wait() == .exited(3))
    let line = "runsvdir \(fixture.directory("scan")): info: essential service web ended: exit 3\n"
    #expect(program.error == line)
    #expect(fixture.directory.read("log") == line)
  }
}

@Suite("runsvdir: an essential service", .ours("essential is new"))
struct RunsvdirEssentialTests {
  static let endings: [(run: String, code: Int32, words: String)] = [
    ("exit 3", 3, "exit 3"), ("exit 0", 0, "exit 0"), ("kill -9 $$", 137, "signal KILL"),
  ]

  @Test(arguments: endings)
  func `ends the tree with its code`(run: String, code: Int32, words: String) throws {
    let fixture = try TreeFixture()
    try fixture.addObedient("db")
    try fixture.add("web", run: "until [ -e $D/go ]; do sleep 0.02; done; \(run)", files: ["essential": ""])
    let program = try fixture.start()
    eventually { fixture.state(of: "web") == "run\n" && fixture.areUp("db") }
    try fixture.directory.write("go", "")
    #expect(program.wait() == .exited(code))
    #expect(fixture.lines("stopped") == ["db"])
    #expect(
      program.error
        == "runsvdir \(fixture.directory("scan")): info: essential service web ended: \(words)\n")
  }

  @Test func `may be taken down by its operator`() throws {
    let fixture = try TreeFixture()
    try fixture.addObedient("web", files: ["essential": ""])
    let program = try fixture.start()
    eventually { fixture.areUp("web") }
    let control = open(fixture.directory("scan/web/supervise/control"), O_WRONLY | O_NONBLOCK)
    #expect(write(control, "d", 1) == 1)
    close(control)
    eventually { fixture.state(of: "web") == "down\n" }
    #expect(program.poll() == nil)
    #expect(program.error == "")
  }
}
