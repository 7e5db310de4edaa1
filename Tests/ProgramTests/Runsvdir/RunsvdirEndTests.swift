import CLibc
import Foundation
import Testing

@Suite("runsvdir: the end of a container", .ours("containers: it has no rules for them"), .asRoot)
struct RunsvdirEndTests {
  let fixture: TreeFixture
  /// What is said before anything else on standard error.
  let prefix: String

  init() throws {
    fixture = try TreeFixture()
    prefix = "runsvdir \(fixture.directory("scan")): "
    try fixture.directory.write("log", "")
  }

  /// A /dev of the container's own, as an engine makes one, with a log whose text is the file `log`.
  private static let terminationLog = """
    mkdir $D/dev; mount -t tmpfs none $D/dev; cp -a /dev/null /dev/tty $D/dev; touch $D/dev/termination-log
    mount --bind $D/log $D/dev/termination-log; mount --rbind $D/dev /dev
    """

  /// A service that takes the container with it once the file `go` is there.
  private func addEssential(_ files: [String: String] = [:], name: String = "web") throws {
    try fixture.add(
      name, run: "echo life >>$D/lives; until [ -e $D/go ]; do sleep 0.02; done; exit 3",
      files: files.merging(["essential": ""]) { $1 })
  }

  @Test func `has the code and the time of an essential service, whatever the engine asks for meanwhile`() throws {
    try fixture.add(
      "db",
      run: """
        trap 'echo db >>$D/asked; until [ -e $D/over ]; do sleep 0.02; done; echo db >>$D/stopped; exit 0' TERM
        echo db >>$D/up; while :; do sleep 0.02; done
        """)
    try addEssential()
    let program = try fixture.startContainer()
    eventually { fixture.areUp("db") && fixture.lines("lives") == ["life"] }
    let initial = try #require(fixture.initial(of: program))
    try fixture.directory.write("go", "")
    eventually { fixture.lines("asked") == ["db"] }
    kill(initial.id, SIGTERM)
    eventually("it has taken the signal") { initial.isPending(SIGTERM) == false }
    try fixture.directory.write("over", "")
    #expect(program.wait() == .exited(3))
    #expect(fixture.lines("stopped") == ["db"])
  }

  @Test func `has no essential service come again, however long the main program takes`() throws {
    try addEssential()
    try addEssential(name: "mail")
    let program = try fixture.startContainer(
      then: ["--", "sh", "-c", "trap 'sleep 1.5; exit 0' TERM; echo up; while :; do sleep 0.02; done"])
    eventually { program.output == "up\n" && fixture.lines("lives") == ["life", "life"] }
    try fixture.directory.write("go", "")
    #expect(program.wait() == .exited(3))
    #expect(fixture.lines("lives") == ["life", "life"])
  }

  @Test func `finds runsvdir without watches, of which the kernel takes its time to dispose`() throws {
    try fixture.addStubborn("db")
    let program = try fixture.startContainer()
    eventually { fixture.areUp("db") }
    let initial = try #require(fixture.initial(of: program))
    let watches = { initial.descriptors.values.count { $0.contains("inotify") } }
    #expect(watches() == 1)
    kill(initial.id, SIGTERM)
    eventually { fixture.lines("asked") == ["db"] && watches() == 0 }
    kill(initial.id, SIGTERM)
    _ = program.wait()
  }

  @Test func `comes at once with the second request, and keeps the code of its reason`() throws {
    try fixture.addStubborn("db")
    try addEssential()
    let program = try fixture.startContainer()
    eventually { fixture.areUp("db") && fixture.lines("lives") == ["life"] }
    let initial = try #require(fixture.initial(of: program))
    try fixture.directory.write("go", "")
    eventually { fixture.lines("asked") == ["db"] }
    kill(initial.id, SIGTERM)
    eventually("it has taken the signal") { initial.isPending(SIGTERM) == false }
    #expect(program.poll() == nil)
    kill(initial.id, SIGTERM)
    #expect(program.wait() == .exited(3))
  }

  @Test func `comes when an essential service has reached its limit`() throws {
    try addEssential(["restart-limit": "2 60\n", "restart-delay": "20\n"])
    try fixture.directory.write("go", "")
    let program = try fixture.startContainer(preparation: Self.terminationLog)
    #expect(program.wait() == .exited(3))
    #expect(fixture.lines("lives") == ["life", "life", "life"])
    #expect(fixture.directory.read("log") == prefix + "info: essential service web ended: exit 3\n")
  }

  static let commands: [(command: [String], code: Int32, words: String)] = [
    (["sh", "-c", "exit 7"], 7, "info: main program sh ended: exit 7"),
    (["sh", "-c", "kill -9 $$"], 137, "info: main program sh ended: signal KILL"),
    (["/dev/null"], 126, "warning: unable to start /dev/null: access denied"),
    (["missing"], 127, "warning: unable to start missing: file does not exist"),
  ]

  @Test(arguments: commands)
  func `comes with that of the main program, and Kubernetes is told`(
    command: [String], code: Int32, words: String
  ) throws {
    try fixture.addObedient("db")
    let program = try fixture.startContainer(then: ["--"] + command, preparation: Self.terminationLog)
    #expect(program.wait() == .exited(code))
    #expect(program.error == prefix + words + "\n")
    #expect(fixture.directory.read("log") == program.error)
  }

  @Test func `names the main program that used up the time`() throws {
    let program = try fixture.startContainer(
      ["-b", "1"], then: ["--", "sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.02; done"])
    eventually { program.output == "up\n" }
    kill(try #require(fixture.initial(of: program)).id, SIGTERM)
    #expect(program.wait() == .exited(137))
    let signal = prefix + "info: tree ended by signal TERM\n"
    #expect(program.error == signal + prefix + "warning: the time for stopping is over, killed: main program sh\n")
  }

  @Test func `comes although a service that is stopping is told to go up`() throws {
    try fixture.add(
      "slow",
      run:
        "trap 'until [ -e $D/over ]; do sleep 0.02; done; exit 0' TERM; echo slow >>$D/up; while :; do sleep 0.02; done"
    )
    let program = try fixture.start()
    eventually { fixture.areUp("slow") }
    program.signal(SIGHUP)
    eventually { fixture.state(of: "slow") == "run, got TERM, want exit\n" }
    let control = open(fixture.directory("scan/slow/supervise/control"), O_WRONLY | O_NONBLOCK)
    #expect(write(control, "uodu", 4) == 4)
    close(control)
    try fixture.directory.write("over", "")
    #expect(program.wait() == .exited(111))
    #expect(fixture.lines("up") == ["slow"])
  }

  @Test func `kills and says nothing when the last ends as the time is over`() throws {
    try fixture.addObedient("db")
    let program = try fixture.start(["-b", "1"])
    eventually { fixture.areUp("db") }
    let supervisor = try #require(ProcessTable.children(of: program.id).first)
    program.signal(SIGHUP)
    eventually { fixture.state(of: "db")?.hasPrefix("run, got TERM") == true }
    program.signal(SIGSTOP)
    let start = Date()
    eventually("the end of the last, and of the time") { !supervisor.isAlive && Date().timeIntervalSince(start) > 1.2 }
    program.signal(SIGCONT)
    #expect(program.wait() == .exited(111))
    #expect(program.error == "")
  }

  @Test func `is none when the program is upgraded`() throws {
    try fixture.addObedient("web")
    let program = try fixture.startContainer(then: ["--", "sh", "-c", "echo up; exec sleep 1000"])
    eventually { fixture.areUp("web") && program.output == "up\n" }
    let initial = try #require(fixture.initial(of: program))
    let children = { Set(ProcessTable.children(of: initial.id).map(\.id)) }
    let before = children()
    kill(initial.id, SIGUSR1)
    eventually("the program was executed again") { initial.environment.contains { $0.hasPrefix("RUNIT_HANDOVER=") } }
    eventually("the trial is gone") { children() == before }
    kill(initial.id, SIGTERM)
    #expect(program.wait() == .exited(143))
    #expect(fixture.lines("stopped") == ["web"])
    #expect(program.error == prefix + "info: tree ended by signal TERM\n")
  }
}
