import CLibc
import Foundation
import Testing

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

  @Test(arguments: ["pid", "stat", "status"])
  func `file can't be replaced when it is a directory, which stays`(name: String) throws {
    let fixture = try ServiceFixture()
    try fixture.makeDirectory("supervise/" + name)
    try fixture.start()
    let line = "runsv web: warning: unable to rename \(name).new to supervise/\(name): is a directory\n"
    eventually { fixture.runsv?.error.contains(line) == true }
    fixture.runsv?.signal(SIGTERM)
    #expect(fixture.ending() == .exited(0))
    #expect(try FileManager.default.contentsOfDirectory(atPath: fixture("supervise/" + name)) == [])
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

  /// As on vfat, on a share of CIFS or in a sandbox.
  static let refusals = [
    (EPERM, "permission denied"), (ENOSYS, "system call not available"), (EOPNOTSUPP, "operation not supported"),
  ]

  @Test(.ours("issue 15: runit says that supervise/control does not exist"), arguments: refusals)
  func `on a file system without FIFOs gives way to the place in run`(error: Int32, text: String) throws {
    let name = "runit-test-\(UUID().uuidString)"
    let view = SuperviseView(path: "/run/runit/supervise.\(name)")
    try FileManager.default.createDirectory(atPath: view.path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: view.path) }
    chmod(view.path, 0o700)
    for file in ["control", "dependents", "ok"] { mkfifo(view(file), 0o600) }  // there the file system has them
    try withSystemCall(Int(SYS_mknodat), answering: error) {
      let place = try TemporaryDirectory()
      try place.write("\(name)/run", Script.sleeper, mode: 0o755)
      let runsv = try RunningProgram(program: "runsv", [name], in: place.path)
      view.wait(for: "run")
      #expect(!place.exists("\(name)/supervise"), "sv looks there first")
      view.send("x")
      #expect(runsv.wait(within: 20) == .exited(0))
      #expect(runsv.error == "")
    }
  }

  @Test(.ours("issue 15: runit says that supervise/control does not exist"), arguments: refusals)
  func `that has no FIFOs anywhere is refused with the reason`(error: Int32, text: String) throws {
    let place = try TemporaryDirectory()
    let (path, name) = (place.path, "runit-test-\(UUID().uuidString)")
    try place.write("\(name)/run", Script.sleeper, mode: 0o755)
    defer { try? FileManager.default.removeItem(atPath: "/run/runit/supervise.\(name)") }
    let outcome = try withSystemCall(Int(SYS_mknodat), answering: error) { try run("runsv", [name], in: path) }
    #expect(outcome.error == "runsv \(name): fatal: unable to create /run/runit/supervise.\(name)/control: \(text)\n")
    #expect(outcome.code == 111)
  }

  @Test(.ours("issue 15: runit says that supervise/control does not exist"))
  func `control that can't be made for another reason is refused with the reason`() throws {
    let fixture = try ServiceFixture()
    let path = fixture.place.path
    let outcome = try withSystemCall(Int(SYS_mknodat), answering: ENOSPC) {
      try run("runsv", [ServiceFixture.name], in: path)
    }
    #expect(outcome.error == "runsv web: fatal: unable to create supervise/control: out of disk space\n")
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
