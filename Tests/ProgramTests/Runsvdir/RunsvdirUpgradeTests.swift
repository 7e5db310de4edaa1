import CLibc
import Foundation
import Testing

@Suite("runsvdir: an upgrade in place", .ours("USR1 ends it"))
struct RunsvdirUpgradeTests {
  let fixture: ScanFixture
  /// The program file, which is to be replaced.
  let program: String

  init() throws {
    fixture = try ScanFixture(runsv: "echo started $1 >&2\nexec sleep 1000")
    program = fixture.directory("programs/runsvdir")
    try FileManager.default.createDirectory(
      atPath: fixture.directory("programs"), withIntermediateDirectories: false)
    try install()
  }

  /// Puts a new file in the place of the program, as a package manager does. A child copies it: were it open here for
  /// writing while another test makes a child, it could not be executed.
  func install() throws {
    _ = try run("cp", [Programs.path("runsvdir"), program + ".new"], executable: "/bin/cp")
    rename(program + ".new", program)
  }

  func start(then operands: [String] = []) throws -> RunningProgram {
    try RunningProgram(
      program, ["runsvdir", fixture.path] + operands,
      environment: ["PATH": fixture.directory("bin") + ":/usr/bin:/bin", "STARTS": fixture.directory("starts")],
      session: true)
  }

  /// Replaces the program file and waits until `running` is the new one.
  func upgrade(_ running: RunningProgram) throws {
    try install()
    #expect(running.entry.executable == program + " (deleted)")
    running.signal(SIGUSR1)
    eventually { running.entry.executable == program }
  }

  @Test func `restarts no service and forgets none`() throws {
    try fixture.enable("web")
    try fixture.enable("db")
    let running = try start()
    eventually { fixture.isRunning("web") && fixture.isRunning("db") }
    let before = fixture.starts.map(\.process)
    for _ in 1...2 { try upgrade(running) }
    try fixture.enable("new")
    eventually { fixture.isRunning("new") }
    fixture.disable("db")
    eventually { !fixture.isRunning("db") }
    #expect(fixture.starts.dropLast().map(\.process) == before)
    let web = try #require(fixture.process(of: "web"))
    eventually { web.ageSeconds > 1.1 }
    kill(web.id, SIGTERM)  // KILL could leave a service behind
    eventually { fixture.starts(of: "web").count == 2 }
    running.signal(SIGHUP)
    #expect(running.wait() == .exited(111))
    #expect(!fixture.isRunning("web") && !fixture.isRunning("new"))
  }

  @Test func `gives nothing of itself to services that are started later`() throws {
    let running = try start()
    eventually { running.entry.descriptors.count > 5 }
    let descriptors = running.openFiles().count  // at rest: while it reads the directory it has one more
    try upgrade(running)
    try fixture.enable("web")
    eventually { fixture.isRunning("web") }
    let service = try #require(fixture.process(of: "web"))
    eventually { Set(service.descriptors.keys) == [0, 1, 2] }  // once the script has become `sleep`
    #expect(service.status("SigBlk") == "0000000000000000")
    let variables = FileManager.default.contents(atPath: "/proc/\(service.id)/environ") ?? Data()
    #expect(!String(decoding: variables, as: UTF8.self).contains("RUNIT_HANDOVER"))
    eventually { running.entry.descriptors.count == descriptors }
  }

  @Test func `keeps the log in the title`() throws {
    try fixture.enable("web")
    let running = try start(then: ["log: ........................................"])
    eventually { running.entry.arguments.last?.hasSuffix("started web\n") == true }
    try upgrade(running)
    try fixture.enable("db")
    eventually { running.entry.arguments.last?.hasSuffix("started web\nstarted db\n") == true }
    #expect(running.entry.arguments.last?.hasPrefix("log: ") == true)
  }

  @Test func `keeps the main program`() throws {
    let script = "echo up; until [ -e $STARTS.go ]; do sleep 0.02; done; exit 9"
    let running = try start(then: ["--", "sh", "-c", script])
    eventually { running.output == "up\n" }
    try upgrade(running)
    try fixture.directory.write("starts.go", "")
    #expect(running.wait() == .exited(9))
    #expect(running.output == "up\n")
  }

  static let obstacles: [(content: String?, mode: mode_t, reason: String)] = [
    (nil, 0, ": file does not exist"), ("#!/bin/sh\n", 0o644, ": access denied"),
    ("nonsense", 0o755, ": exec format error"), ("#!/bin/sh\nexit 1\n", 0o755, ""), ("#!/bin/false\n", 0o755, ""),
  ]

  @Test(arguments: obstacles)
  func `is given up when the file can't be run`(content: String?, mode: mode_t, reason: String) throws {
    try fixture.enable("web")
    let running = try start()
    eventually { running.error == "started web\n" }
    unlink(program)
    if let content { try fixture.directory.write("programs/runsvdir", content, mode: mode) }
    running.signal(SIGUSR1)
    let warning =
      "runsvdir \(fixture.path): warning: unable to upgrade, going on with the old program: \(program)\(reason)\n"
    eventually { running.error == "started web\n" + warning }
    try fixture.enable("db")
    eventually { fixture.isRunning("db") }
    #expect(fixture.starts(of: "web").count == 1)
    #expect(running.poll() == nil)
  }

  @Test func `kills a trial run that hangs, and obeys the USR1 that came meanwhile`() throws {
    try fixture.enable("web")
    let running = try start()
    eventually { running.error == "started web\n" }
    try fixture.directory.write("programs/hanging", "#!/bin/sh\nsleep 1000\n", mode: 0o755)
    rename(fixture.directory("programs/hanging"), program)
    running.signal(SIGUSR1)
    eventually("the trial") { ProcessTable.children(of: running.id).count == 2 }
    try upgrade(running)
    #expect(
      running.error == "started web\nrunsvdir \(fixture.path): warning: unable to upgrade, "
        + "killed its trial run after 5 seconds, going on with the old program: \(program)\n")
    #expect(fixture.starts(of: "web").count == 1)
  }

  @Test func `can't end a runsv that is not ready for it yet`() throws {
    let fixture = try ScanFixture(first: ": it knows RUNIT_HANDOVER")
    try fixture.enable("web")
    let running = try fixture.start()
    eventually { fixture.isRunning("web") }
    let blocked = SignalMasks.bit(SIGUSR1) | SignalMasks.bit(SIGTERM)  // TERM has it take down what was left
    #expect(fixture.process(of: "web")?.signals?.blocked == blocked)
    #expect(running.error == "")
  }
}
