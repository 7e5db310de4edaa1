import CLibc
import Foundation
import Testing

/// Standard error is a pipe, and its reader is gone: each warning is a write that would raise SIGPIPE.
@Suite("A warning that nobody reads")
struct BrokenPipeTests {
  /// Runs `body` with the write end of a pipe that nobody reads.
  private func withBrokenPipe(_ body: (Int32) throws -> Void) rethrows {
    var ends: [Int32] = [-1, -1]
    pipe2(&ends, O_CLOEXEC)
    close(ends[0])
    defer { close(ends[1]) }
    try body(ends[1])
  }

  @Test(.ours("SIGPIPE ends it"))
  func `does not end runsv, which starts the service later`() throws {
    let fixture = try ServiceFixture(["run": "no program"])
    try withBrokenPipe { pipe in
      let runsv = try RunningProgram(program: "runsv", [ServiceFixture.name], in: fixture.place.path, error: pipe)
      eventually("the failed start") { fixture.service.text("detail")?.contains("last-exit exit 111") == true }
      try fixture.write("run", Script.sleeper)
      fixture.service.wait(for: "run")
      #expect(runsv.poll() == nil)
      fixture.service.send("x")
      #expect(runsv.wait(within: 20) == .exited(0))
    }
  }

  @Test(.ours("SIGPIPE ends it"))
  func `does not end runsvdir, which starts what comes later`() throws {
    let fixture = try ScanFixture()
    try withBrokenPipe { pipe in
      let runsvdir = try RunningProgram(
        program: "runsvdir", [fixture.path + "/missing"],
        environment: ["PATH": fixture.directory("bin") + ":/usr/bin:/bin", "STARTS": fixture.directory("starts")],
        error: pipe, session: true)
      runsvdir.awaitRest(as: "runsvdir")  // it has said that there is no such directory
      try FileManager.default.createDirectory(atPath: fixture.path + "/missing", withIntermediateDirectories: false)
      try FileManager.default.createSymbolicLink(
        atPath: fixture.path + "/missing/web", withDestinationPath: try fixture.make("web"))
      eventually(within: 20, "the service") { fixture.isRunning("web") }
      runsvdir.signal(SIGHUP)
      #expect(runsvdir.wait(within: 20) == .exited(111))
    }
  }

  @Test(.ours("SIGPIPE ends it"))
  func `does not end svlogd, which goes on with what it can log`() throws {
    let log = try LogFixture()
    try withBrokenPipe { pipe in
      let logger = try RunningLogger([log.path, log.path + "-missing"], error: pipe)
      logger.write("line\n")
      eventually { log.current == "line\n" }
      logger.end()
      #expect(logger.program.wait(within: 20) == .exited(0))
    }
  }

  @Test(.asRoot, .ours("SIGPIPE ends it"))
  func `does not end runsv after the runsvdir with a title was killed`() throws {
    let tree = try TreeFixture()
    try tree.add("web", run: "exec sleep 1000")
    let runsvdir = try tree.start(then: ["log: " + String(repeating: ".", count: 80)])
    let view = SuperviseView(path: tree.directory("scan/web/supervise"))
    let service = try view.waitForProcess()
    let runsv = ProcessEntry(try #require(ProcessEntry(service).parent))
    runsvdir.signal(SIGKILL)
    #expect(runsvdir.wait() == .signalled(SIGKILL))
    chmod(tree.directory("scan/web/run"), 0o644)
    kill(service, SIGKILL)
    eventually("the failed start") { view.text("detail")?.contains("last-exit exit 111") == true }
    chmod(tree.directory("scan/web/run"), 0o755)
    try view.waitForProcess(otherThan: service)
    #expect(runsv.isAlive)
    kill(runsv.id, SIGTERM)
    eventually("its end") { !runsv.isAlive }
  }
}

@Suite("An ignored SIGPIPE")
struct IgnoredPipeTests {
  @Test(.ours("it hands on what it was to ignore"), arguments: ["run", "log/run"])
  func `does not reach a service or its logger`(script: String) throws {
    let fixture = try RunsvInheritanceTests.fixture()
    let settings = "env --ignore-signal=PIPE --block-signal=PIPE"
    let (service, log) = try RunsvInheritanceTests.processes(fixture, after: "exec \(settings)")
    #expect((script == "run" ? service : log).signals == SignalMasks.none)
  }

  @Test(.ours("it hands on what it was to ignore"))
  func `does not reach runsv by way of runsvdir`() throws {
    let fixture = try ScanFixture()
    try fixture.enable("web")
    let command = "exec env --ignore-signal=PIPE --block-signal=PIPE \(Programs.path("runsvdir")) \(fixture.path)"
    let runsvdir = try RunningProgram(
      "/bin/sh", ["sh", "-c", command],
      environment: ["PATH": fixture.directory("bin") + ":/usr/bin:/bin", "STARTS": fixture.directory("starts")],
      session: true)
    eventually { fixture.process(of: "web")?.arguments.first == "sleep" }
    #expect(fixture.process(of: "web")?.signals == SignalMasks.none)
    runsvdir.signal(SIGHUP)
    #expect(runsvdir.wait(within: 20) == .exited(111))
  }

  @Test(.ours("it hands on what it was to ignore"))
  func `does not reach svlogd's processor`() throws {
    let log = try LogFixture(config: "s100\nn0\n!grep Sig /proc/self/status >signals; cat\n")
    let input = log.directory("input")
    try Data("line\n".utf8).write(to: URL(fileURLWithPath: input))
    let settings = "exec env --ignore-signal=PIPE,CHLD --block-signal=PIPE"
    let command = "\(settings) \(Programs.path("svlogd")) -l 100 \(log.path) <\(input)"
    let svlogd = try RunningProgram("/bin/sh", ["sh", "-c", command])
    #expect(svlogd.wait(within: 20) == .exited(0))
    let signals = try #require(log.read("signals").flatMap { SignalMasks($0) })
    #expect(signals.blocked == 0 && signals.ignored == 0)
    #expect(log.archives.map { log.read($0) } == ["line\n"])
  }
}
