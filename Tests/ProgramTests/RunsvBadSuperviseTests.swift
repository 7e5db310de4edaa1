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
