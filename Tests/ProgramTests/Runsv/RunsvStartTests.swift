import Foundation
import Testing

@Suite("runsv, when it starts,")
struct RunsvStartTests {
  @Test(arguments: [[], ["a", "b"], ["web", "-v", "x"]])
  func `wants one directory`(arguments: [String]) throws {
    let outcome = try run("runsv", arguments)
    #expect(outcome == Outcome(ending: .exited(1), output: "", error: "usage: runsv dir\n\n"))
  }

  @Test func `calls itself in its usage as it was called`() throws {
    let program = try RunningProgram(Programs.path("runsv"), ["./some/where/supervisor"])
    #expect(program.wait() == .exited(1))
    #expect(program.error == "usage: ./some/where/supervisor dir\n\n")
  }

  static let unenterable: [(String, String)] = [
    ("missing", "file does not exist"), ("./missing/", "file does not exist"), ("-v", "file does not exist"),
    ("", "file does not exist"), ("file", "not a directory"), ("loop", "symbolic link loop"),
    (String(repeating: "x", count: 300), "file name too long"),
  ]

  @Test(arguments: unenterable)
  func `says why it can't enter its directory`(directory: String, reason: String) throws {
    let place = try TemporaryDirectory()
    try place.write("file", "")
    try FileManager.default.createSymbolicLink(atPath: place("loop"), withDestinationPath: "loop")
    let outcome = try run("runsv", [directory], in: place.path)
    #expect(outcome.error == "runsv \(directory): fatal: unable to change to directory: \(reason)\n")
    #expect(outcome.code == 111)
    #expect(outcome.output == "")
  }

  @Test(.asRoot) func `has no access to a directory that is closed to its user`() throws {
    let fixture = try ServiceFixture()
    chmod(fixture.path, 0o700)
    try fixture.launch(after: "exec setpriv --reuid=65534 --clear-groups")
    #expect(fixture.ending() == .exited(111))
    #expect(fixture.runsv?.error == "runsv web: fatal: unable to change to directory: access denied\n")
  }

  @Test(.ours("extensions.md: --help and --version work in every program"))
  func `explains itself`() throws {
    #expect(try run("runsv", ["--help"]).output == "usage: runsv dir\n")
    let version = try run("runsv", ["--version"])
    #expect(version.output.hasPrefix("runsv (runit-swift) "))
    #expect(version.code == 0)
  }

  /// A script may well call `sv` for its own service: the FIFOs are there before it.
  @Test func `can be reached before the service starts`() throws {
    let fixture = try ServiceFixture(["run": "#!/bin/sh\n: >supervise/running\nexec sleep 1000\n"])
    try fixture.makeDirectory("supervise")
    let news = try DirectoryNews(of: fixture("supervise"))
    try fixture.start(until: "run")
    eventually { fixture.exists("supervise/running") }
    let names = news.entries
    let reachable = try #require(names.firstIndex(of: "ok"))
    #expect(try reachable < #require(names.firstIndex(of: "running")))
    #expect(try reachable < #require(names.lastIndex(of: "pid")), "who it is comes later: \(names)")
  }

  @Test func `starts the service, and says nothing`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let pid = try #require(fixture.service.pid)
    eventually { ProcessEntry(pid).arguments == ["sleep", "1000"] }
    #expect(ProcessEntry(pid).parent == fixture.runsv?.id)
    fixture.runsv?.signal(SIGTERM)
    #expect(fixture.ending() == .exited(0))
    #expect(fixture.runsv?.output == "")
    #expect(fixture.runsv?.error == "")
  }

  @Test(arguments: ["web", "./web", "web/", "web//", "../PLACE/web", "link", "PATH/web"])
  func `takes any path to its directory`(argument: String) throws {
    let fixture = try ServiceFixture()
    try FileManager.default.createSymbolicLink(atPath: fixture.place("link"), withDestinationPath: "web")
    let place = (fixture.place.path as NSString).lastPathComponent
    let directory = argument.replacing("PLACE", with: place).replacing("PATH", with: fixture.place.path)
    let runsv = try RunningProgram(program: "runsv", [directory], in: fixture.place.path)
    fixture.service.wait(for: "run")
    #expect(runsv.entry.workingDirectory == fixture.path)
  }

  @Test func `supervises the directory it is in`() throws {
    let fixture = try ServiceFixture()
    let runsv = try RunningProgram(program: "runsv", ["."], in: fixture.path)
    fixture.service.wait(for: "run")
    #expect(runsv.entry.workingDirectory == fixture.path)
  }

  @Test func `has written the status by the time it can be seen to run`() throws {
    let fixture = try ServiceFixture()
    try fixture.launch()
    let deadline = Date().addingTimeInterval(10)
    while !fixture.service.isSupervised, Date() < deadline {}
    #expect(fixture.service.status != nil)
    #expect(fixture.service.stat != nil)
    #expect(fixture.service.text("pid") != nil)
  }
}

@Suite("A file named down")
struct RunsvDownFileTests {
  @Test(arguments: ["file", "directory", "link"])
  func `keeps the service down, whatever it is`(kind: String) throws {
    let fixture = try ServiceFixture()
    switch kind {
    case "file": try fixture.write("down", "")
    case "directory": try fixture.makeDirectory("down")
    default: try fixture.link("down", to: "run")
    }
    try fixture.start(until: "down")
    #expect(fixture.service.status?.want == "d")
    #expect(fixture.service.text("pid") == "")
    fixture.service.send("u")
    fixture.service.wait(for: "run")
  }

  @Test func `means nothing as a link that leads nowhere`() throws {
    let fixture = try ServiceFixture()
    try fixture.link("down", to: "nowhere")
    try fixture.start(until: "run")
  }

  @Test func `is looked at only at the start`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let first = try fixture.service.waitForProcess()
    try fixture.write("down", "")
    fixture.service.send("k")
    try fixture.service.waitForProcess(otherThan: first)
    #expect(fixture.service.status?.want == "u")
  }
}
