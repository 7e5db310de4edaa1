import Foundation
import Testing

@Suite("runsvdir: its command line")
struct RunsvdirCommandLineTests {
  static let usage = "usage: runsvdir [-P] dir\n\n"

  @Test func `wants a directory`() throws {
    #expect(try run("runsvdir") == Outcome(ending: .exited(1), output: "", error: Self.usage))
    #expect(try run("runsvdir", ["-P"]).code == 1)
    #expect(try run("runsvdir", ["--"]).code == 1)
  }

  @Test(
    .ours("D9: an unknown option is taken for the directory"), arguments: [["-x", "/tmp"], ["-Px", "."], ["--all"]])
  func `refuses an unknown option`(arguments: [String]) throws {
    #expect(try run("runsvdir", arguments) == Outcome(ending: .exited(1), output: "", error: Self.usage))
  }

  @Test(.ours("D9: further words are ignored"))
  func `refuses words too many`() throws {
    #expect(try run("runsvdir", ["/tmp", "log: .....", "more"]).code == 1)
  }

  @Test(.ours("--help and --version are new"))
  func `answers --help and --version`() throws {
    #expect(try run("runsvdir", ["--help"]).output.hasPrefix("usage: runsvdir [-P]"))
    #expect(try run("runsvdir", ["--version"]).output.hasPrefix("runsvdir (runit-swift) "))
  }

  @Test(arguments: [["-P"], ["--"], []])
  func `takes its options`(options: [String]) throws {
    let fixture = try ScanFixture()
    try fixture.enable("web")
    let program = try fixture.start(options)
    eventually { fixture.isRunning("web") }
    let service = try #require(fixture.process(of: "web"))
    #expect(service.session == (options == ["-P"] ? service.id : program.id))
  }
}

@Suite("runsvdir: its services")
struct RunsvdirServiceTests {
  let fixture: ScanFixture

  init() throws { fixture = try ScanFixture() }

  @Test func `starts a runsv for each directory, and for nothing else`() throws {
    try fixture.enable("web")
    try fixture.enable("hidden", as: ".hidden")
    try FileManager.default.createDirectory(atPath: fixture.path + "/db", withIntermediateDirectories: false)
    try fixture.directory.write("scan/file", "")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") && fixture.isRunning("db") }
    #expect(Set(fixture.starts.map(\.name)) == ["web", "db"])
    #expect(program.output == "")
    #expect(program.error == "")
  }

  @Test func `gives runsv its name, the scan directory, and nothing of its own`() throws {
    try fixture.directory.write(
      "bin/runsv", "#!/bin/sh\necho \"$0 $*\" >\"$STARTS.arguments\"\necho x $$ >>\"$STARTS\"\nexec sleep 1000\n",
      mode: 0o755)
    try fixture.enable("web")
    let program = try fixture.start()
    eventually { fixture.isRunning("x") }
    let service = try #require(fixture.process(of: "x"))
    #expect(fixture.directory.read("starts.arguments")?.hasSuffix("/runsv web\n") == true)
    #expect(service.workingDirectory == fixture.path)
    #expect(service.parent == program.id)
    eventually { Set(service.descriptors.keys) == [0, 1, 2] }  // once the script has become `sleep`
    #expect(service.status("SigBlk") == "0000000000000000")
    #expect(!service.ignoresSignals)
    eventually { program.entry.workingDirectory != fixture.path }
  }

  @Test func `starts what is added and terminates what is removed`() throws {
    try fixture.enable("web")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") }
    try fixture.enable("db")
    eventually(within: 20) { fixture.isRunning("db") }
    fixture.disable("web")
    eventually(within: 20) { !fixture.isRunning("web") }
    #expect(fixture.isRunning("db"))
    #expect(program.poll() == nil)
    #expect(fixture.starts(of: "web").count == 1)
  }

  @Test(.ours("D4: it polls, and sleeps a second first"))
  func `does both at once`() throws {
    let program = try fixture.start()
    for name in ["a", "b", "c"] {
      try fixture.enable(name)
      eventually(within: 4.5) { fixture.isRunning(name) }
    }
    for name in ["b", "a", "c"] {
      fixture.disable(name)
      eventually(within: 4.5) { !fixture.isRunning(name) }
    }
    #expect(program.error == "")
  }

  @Test func `terminates all of many that vanish together`() throws {
    let names = (1...9).map { "service\($0)" }
    for name in names { try fixture.enable(name) }
    let program = try fixture.start()
    eventually { names.allSatisfy { fixture.isRunning($0) } }
    for name in names.dropLast() { fixture.disable(name) }
    eventually(within: 30) { names.dropLast().allSatisfy { !fixture.isRunning($0) } }
    #expect(fixture.isRunning("service9"))
    #expect(program.poll() == nil)
  }

  @Test func `follows a switched link`() throws {
    try fixture.enable("web-1", as: "web")
    let program = try fixture.start()
    eventually { fixture.isRunning("web") }
    let old = try #require(fixture.process(of: "web"))
    try fixture.switchLink("web", to: "web-2")
    eventually(within: 20) { !old.isAlive && fixture.isRunning("web") }
    #expect(fixture.starts(of: "web").count == 2)
    #expect(program.poll() == nil)
  }

  @Test func `gives two names of one directory one runsv`() throws {
    try fixture.enable("web", as: "a")
    try fixture.enable("web", as: "b")
    try fixture.enable("other")
    let program = try fixture.start()
    eventually { fixture.isRunning("other") && (fixture.isRunning("a") || fixture.isRunning("b")) }
    try fixture.enable("last")
    eventually(within: 20) { fixture.isRunning("last") }
    #expect(fixture.starts.filter { $0.name == "a" || $0.name == "b" }.count == 1)
    #expect(program.poll() == nil)
  }

  @Test(.ours("D8: a renamed link keeps its runsv"))
  func `starts a renamed service under its new name when the old one is gone`() throws {
    try fixture.enable("web", as: "old")
    let program = try fixture.start()
    eventually { fixture.isRunning("old") }
    rename(fixture.path + "/old", fixture.path + "/new")
    eventually { !fixture.isRunning("old") && fixture.isRunning("new") }
    #expect(program.poll() == nil)
  }

  @Test(.ours("D3: a thousand is the limit"))
  func `knows no limit`() throws {
    // `sleep NAME` is a stand-in that costs next to nothing.
    unlink(fixture.directory("bin/runsv"))
    symlink("/bin/sleep", fixture.directory("bin/runsv"))
    let names = 10_001...11_100
    for name in names { mkdir(fixture.path + "/\(name)", 0o755) }
    let program = try fixture.start()
    eventually(within: 60) { ProcessTable.children(of: program.id).count == names.count }
    program.signal(SIGHUP)
    #expect(program.wait(within: 60) == .exited(111))
    #expect(program.error == "")
  }
}
