import Foundation
import Testing

@Suite("A ./run that can't be executed")
struct RunsvBadRunTests {
  enum Mistake: CaseIterable {
    case missing, dangling, notExecutable, directory, noInterpreter, carriageReturn, empty, noShebang

    var reason: String {
      switch self {
      case .missing, .dangling, .noInterpreter, .carriageReturn: "file does not exist"
      case .notExecutable, .directory: "access denied"
      case .empty, .noShebang: "exec format error"
      }
    }

    func make(in fixture: ServiceFixture) throws {
      switch self {
      case .missing: break
      case .dangling: try fixture.link("run", to: "nowhere")
      case .notExecutable: try fixture.write("run", "exit 0\n")
      case .directory: try fixture.makeDirectory("run")
      case .noInterpreter: try fixture.write("run", "#!/no/such/interpreter\n")
      case .carriageReturn: try fixture.write("run", "#!/bin/sh\r\nexec sleep 1000\r\n")
      case .empty: try write("", in: fixture)
      case .noShebang: try write("sleep 1000\n", in: fixture)
      }
    }

    private func write(_ content: String, in fixture: ServiceFixture) throws {
      try fixture.write("run", content)
      chmod(fixture("run"), 0o755)
    }
  }

  @Test(arguments: Mistake.allCases)
  func `is said to be so, and finish is told 111`(mistake: Mistake) throws {
    let fixture = try ServiceFixture(["finish": RunsvFinishTests.arguments])
    try mistake.make(in: fixture)
    try fixture.start()
    fixture.wait(for: "finish 111 0")
    let line = "runsv web: fatal: unable to start ./run: \(mistake.reason)\n"
    #expect(fixture.runsv?.error.hasPrefix(line) == true)
    #expect(fixture.runsv?.output == "")
  }

  @Test func `is tried again, and runs as soon as it can`() throws {
    let fixture = try ServiceFixture([:])
    try fixture.start()
    eventually { fixture.runsv?.error.isEmpty == false }
    try fixture.write("run.new", Script.sleeper)
    rename(fixture("run.new"), fixture("run"))
    fixture.service.wait(for: "run")
    eventually { fixture.service.pid.map { ProcessEntry($0).arguments.first } == "sleep" }
  }

  @Test(.ours("R21: runit says it each second"))
  func `is complained about once for each reason`() throws {
    let fixture = try ServiceFixture(["finish": RunsvFinishTests.arguments])
    try fixture.start()
    fixture.wait(for: "finish 111 0", times: 2)
    try fixture.write("run", "exit 0\n")
    fixture.wait(for: "finish 111 0", times: 4)
    let lines = ["file does not exist", "access denied"].map { "runsv web: fatal: unable to start ./run: \($0)\n" }
    #expect(fixture.runsv?.error == lines.joined())
  }

  @Test func `leaves runsv obedient`() throws {
    let fixture = try ServiceFixture([:])
    try fixture.start()
    fixture.service.send("d")
    eventually { fixture.service.status?.want == "d" && fixture.service.stat == "down" }
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
  }
}

@Suite("A supervise that is none")
struct RunsvBadSuperviseTests {
  @Test func `is refused as a plain file`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "supervise": ""])
    let outcome = try fixture.outcome()
    #expect(outcome.error == "runsv web: fatal: unable to open supervise/lock: not a directory\n")
    #expect(outcome.code == 111)
  }

  @Test func `is refused as a link to where nothing can be made`() throws {
    let fixture = try ServiceFixture()
    try fixture.link("supervise", to: "/proc/self/no/such/directory")
    let outcome = try fixture.outcome()
    #expect(outcome.error == "runsv web: fatal: unable to open supervise/lock: file does not exist\n")
    #expect(outcome.code == 111)
  }

  @Test func `is refused as a link to itself`() throws {
    let fixture = try ServiceFixture()
    try fixture.link("supervise", to: "supervise")
    let outcome = try fixture.outcome()
    #expect(outcome.error == "runsv web: fatal: unable to open supervise/lock: symbolic link loop\n")
    #expect(outcome.code == 111)
  }

  @Test(arguments: ["lock", "pid.new"])
  func `file may be in the way as a directory`(name: String) throws {
    let fixture = try ServiceFixture()
    try fixture.makeDirectory("supervise/" + name)
    if name == "lock" {
      let outcome = try fixture.outcome()
      #expect(outcome.error == "runsv web: fatal: unable to open supervise/lock: is a directory\n")
      #expect(outcome.code == 111)
    } else {
      try fixture.start()
      let line = "runsv web: warning: unable to open supervise/pid.new: is a directory\n"
      eventually { fixture.runsv?.error.hasPrefix(line) == true }
      fixture.runsv?.signal(SIGTERM)
      #expect(fixture.ending() == .exited(0))
    }
  }

  @Test func `control is refused as a plain file`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "supervise/control": "x"])
    let outcome = try fixture.outcome()
    #expect(outcome.error == "runsv web: fatal: supervise/control exists but is not a fifo\n")
    #expect(outcome.code == 111)
  }

  @Test(.ours("R13: runit looks at the service's own once more"))
  func `control of a log is refused as a plain file`() throws {
    let fixture = try ServiceFixture(
      ["run": Script.sleeper, "log/run": Script.sleeper, "log/supervise/control": "x"])
    let outcome = try fixture.outcome()
    #expect(outcome.error == "runsv web: fatal: log/supervise/control exists but is not a fifo\n")
    #expect(outcome.code == 111)
  }

  @Test func `control may be replaced while runsv runs, which holds the old one`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let held = open(fixture.service("control"), O_WRONLY | O_NONBLOCK)
    defer { close(held) }
    try fixture.remove("supervise/control")
    try fixture.write("supervise/control", "d")
    #expect(write(held, "p", 1) == 1)
    fixture.service.wait(for: "run, paused")
    #expect(fixture.read("supervise/control") == "d")
    #expect(write(held, "x", 1) == 1)
    #expect(fixture.ending() == .exited(0))
    let next = try fixture.outcome()
    #expect(next.error == "runsv web: fatal: supervise/control exists but is not a fifo\n")
  }

  @Test(.asRoot) func `can't be made where its user may not write`() throws {
    let fixture = try ServiceFixture()
    let runsv = try RunningProgram(
      "/usr/bin/setpriv", ["setpriv", "--reuid=65534", "--clear-groups", Programs.path("runsv"), "web"],
      in: fixture.place.path)
    #expect(runsv.wait() == .exited(111))
    #expect(runsv.error.hasPrefix("runsv web: fatal: unable to open "))
    #expect(!fixture.exists("supervise"))
  }

  @Test(.asRoot, .ours("R19: runit's runsv ends with 111"))
  func `is made in run when the service directory is read-only`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": "#!/bin/sh\nexec cat\n"])
    let mounts = "mount -t tmpfs tmpfs /run && mount --bind web web && mount -o remount,ro,bind web"
    let program = try RunningProgram(
      "/usr/bin/unshare", ["unshare", "-m", "sh", "-c", "\(mounts) && exec \(Programs.path("runsv")) web"],
      in: fixture.place.path)
    let run = "/proc/\(program.id)/root/run/runit/supervise.web"
    SuperviseView(path: run).wait(for: "run")
    SuperviseView(path: run + "-log").wait(for: "run")
    #expect(RunsvSuperviseDirectoryTests.mode(run) == S_IFDIR | 0o700)
    SuperviseView(path: run).send("x")
    #expect(program.wait() == .exited(0))
    #expect(program.error == "")
    #expect(!fixture.exists("supervise"))
  }
}

@Suite("Noise on supervise/control")
struct RunsvNoiseTests {
  /// The same bytes at each run: a failure can be repeated.
  static func noise(_ count: Int, seed: UInt64) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(state >> 56)
    }
  }

  @Test(arguments: 1...4)
  func `of a thousand bytes leaves a service that is supervised`(seed: Int) throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "finish": Script.quick])
    try fixture.start(until: "run")
    let exit = UInt8(ascii: "x")
    fixture.service.send(Self.noise(1_000, seed: UInt64(seed)).filter { $0 != exit } + Array("uc".utf8))
    fixture.service.wait(for: "run", within: 120)
    eventually("the last of the noise") { fixture.service.stat == "run" && fixture.service.status?.want == "u" }
    #expect(fixture.runsv?.poll() == nil)
    fixture.service.send("x")
    #expect(fixture.ending(within: 60) == .exited(0))
  }

  @Test func `with an exit in it ends in an exit`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper])
    try fixture.start(until: "run")
    let takesBack = Set("udo".utf8)
    fixture.service.send(Self.noise(1_000, seed: 9).filter { !takesBack.contains($0) } + Array("xcx".utf8))
    #expect(fixture.ending(within: 60) == .exited(0))
  }

  @Test func `fills the pipe at most`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let descriptor = open(fixture.service("control"), O_WRONLY | O_NONBLOCK)
    defer { close(descriptor) }
    let noise = [UInt8](repeating: UInt8(ascii: "-"), count: 4096)
    for _ in 0..<64 { _ = write(descriptor, noise, noise.count) }
    eventually(within: 60) { write(descriptor, "p", 1) == 1 }
    fixture.service.wait(for: "run, paused", within: 60)
  }
}

@Suite("A service directory that changes")
struct RunsvChangingDirectoryTests {
  @Test func `may get another name`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    rename(fixture.path, fixture.place("other"))
    let moved = SuperviseView(path: fixture.place("other/supervise"))
    moved.send("p")
    moved.wait(for: "run, paused")
    #expect(fixture.runsv?.error == "")
  }

  @Test func `may vanish: signals still work, and the restart says what is missing`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let pid = try fixture.service.waitForProcess()
    try FileManager.default.removeItem(atPath: fixture.path)
    kill(pid, SIGKILL)
    eventually { fixture.runsv?.error.contains("fatal: unable to start ./run: file does not exist\n") == true }
    #expect(fixture.runsv?.error.contains("warning: unable to open supervise/") == true)
    fixture.runsv?.signal(SIGTERM)
    #expect(fixture.ending() == .exited(0))
  }
}
