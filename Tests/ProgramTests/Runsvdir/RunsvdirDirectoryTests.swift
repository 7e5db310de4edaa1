import CLibc
import Foundation
import Testing

@Suite("runsvdir: its directory")
struct RunsvdirDirectoryTests {
  let fixture: ScanFixture

  init() throws { fixture = try ScanFixture() }

  @Test func `may be missing at first`() throws {
    rmdir(fixture.path)
    let program = try fixture.start()
    let complaint = "runsvdir \(fixture.path): warning: unable to stat \(fixture.path): file does not exist\n"
    eventually { program.error.hasPrefix(complaint) }
    mkdir(fixture.path, 0o755)
    try fixture.enable("web")
    eventually(within: 20) { fixture.isRunning("web") }
  }

  @Test func `leaves its services alone while it is missing`() throws {
    try fixture.enable("web")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") }
    rename(fixture.path, fixture.path + ".away")
    eventually(within: 20) { program.error.contains("unable to stat") }
    #expect(fixture.isRunning("web"))
    rename(fixture.path + ".away", fixture.path)
    try fixture.enable("db")
    eventually(within: 20) { fixture.isRunning("db") }
    #expect(fixture.starts(of: "web").count == 1)
  }

  @Test(.ours("it says so at each look"))
  func `is complained about once`() throws {
    rmdir(fixture.path)
    let program = try fixture.start()
    eventually { !program.error.isEmpty }
    let complaint = program.error
    program.signal(SIGALRM)
    try fixture.directory.write("scan", "")
    program.signal(SIGALRM)
    eventually { program.error != complaint }
    #expect(
      program.error == complaint
        + "runsvdir \(fixture.path): warning: unable to change directory to \(fixture.path): not a directory\n")
  }

  @Test func `may be another one behind the same path`() throws {
    let path = fixture.path
    rename(path, path + ".1")
    mkdir(path + ".2", 0o755)
    symlink(path + ".1", path)
    try fixture.enable("web")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") }
    symlink(path + ".2", path + ".new")
    rename(path + ".new", path)
    try fixture.enable("db")
    program.signal(SIGALRM)
    eventually(within: 20) { fixture.isRunning("db") && !fixture.isRunning("web") }
  }

  @Test func `may be relative`() throws {
    try fixture.enable("web")
    let program = try RunningProgram(
      program: "runsvdir", ["scan"],
      environment: ["PATH": fixture.directory("bin") + ":/usr/bin:/bin", "STARTS": fixture.directory("starts")],
      in: fixture.directory.path)
    eventually { fixture.isRunning("web") }
    eventually { program.entry.workingDirectory == fixture.directory.path }
  }

  @Test(.ours("D12: it is said at each scan"))
  func `a dangling link is complained about once`() throws {
    symlink("/nowhere", fixture.path + "/lost")
    let program = try fixture.start()
    for name in ["a", "b", "c"] {
      try fixture.enable(name)
      eventually { fixture.isRunning(name) }
    }
    #expect(program.error == "runsvdir \(fixture.path): warning: unable to stat lost: file does not exist\n")
  }

  @Test(.ours("names are printed as they are"))
  func `a name with control bytes is shown without them`() throws {
    symlink("/nowhere", fixture.path + "/two\nlines \u{1b}[31mé")
    let program = try fixture.start()
    try fixture.enable("web")
    eventually { fixture.isRunning("web") && !program.error.isEmpty }
    #expect(
      program.error == "runsvdir \(fixture.path): warning: unable to stat two?lines ?[31mé: file does not exist\n")
  }

  @Test func `a service whose link begins to dangle is terminated`() throws {
    try fixture.enable("web")
    try fixture.enable("db")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") && fixture.isRunning("db") }
    rmdir(fixture.directory("sv/web"))
    program.signal(SIGALRM)
    eventually(within: 20) { !fixture.isRunning("web") }
    #expect(fixture.isRunning("db"))
  }

  @Test(.ours("D4: it polls"))
  func `costs nothing while nothing happens`() throws {
    try fixture.enable("web")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") }
    program.awaitRest(as: "runsvdir")
    // Reads the directory once more as its change is fresh, then never again: only the look every five seconds is left.
    let switches = { Int(program.entry.status("voluntary_ctxt_switches") ?? "") ?? 0 }
    let before = switches()
    let start = Date()
    eventually(within: 20) { Date().timeIntervalSince(start) > 6 }
    #expect(switches() - before <= 4)
  }
}

@Suite("runsvdir: the log in the process title")
struct RunsvdirTitleTests {
  /// Until the first sign of life, a dot that runsvdir adds while its services start, is in the title.
  private static let whenAlive = "until grep -q -- '-[.]' /proc/$PPID/cmdline; do sleep 0.01; done\n"

  @Test func `shows the last words of the services`() throws {
    let fixture = try ScanFixture(runsv: Self.whenAlive + "printf 'hello\\nworld' >&2\nexec sleep 1000")
    try fixture.enable("web")
    let program = try fixture.start(then: ["log: --------------------"])
    eventually { program.entry.arguments.last == "log: --------.hello\nworld" }
    #expect(program.entry.arguments.dropLast().last == fixture.path)
    #expect(program.error == "")
  }

  @Test func `shows only the end of many words`() throws {
    let fixture = try ScanFixture(runsv: Self.whenAlive + "seq 1 2000 >&2\nexec sleep 1000")
    try fixture.enable("web")
    let program = try fixture.start(then: ["log: ----------"])
    eventually { program.entry.arguments.last == "log: 1999\n2000\n" }
  }

  @Test func `never blocks a service`() throws {
    let fixture = try ScanFixture(
      runsv: "yes words >&2 & sleep 0.1; kill $!; echo alive $$ >>\"$STARTS\"; exec sleep 1000")
    try fixture.enable("web")
    let program = try fixture.start(then: ["log: .........."])
    eventually { fixture.isRunning("alive") }
    #expect(program.poll() == nil)
  }

  @Test func `needs seven letters`() throws {
    let fixture = try ScanFixture(runsv: "echo heard >&2\nexec sleep 1000")
    try fixture.enable("web")
    let program = try fixture.start(then: ["log: ."])
    eventually { program.error.contains("heard") }
    #expect(
      program.error == """
        runsvdir \(fixture.path): warning: log must have at least seven characters.
        runsvdir \(fixture.path): warning: log service disabled.
        heard

        """)
    #expect(program.entry.arguments.last == "log: .")
  }
}
