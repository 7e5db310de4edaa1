import Foundation
import Testing

@Suite("The directory supervise")
struct RunsvSuperviseDirectoryTests {
  static let files: [(String, mode_t)] = [
    ("lock", S_IFREG | 0o600), ("control", S_IFIFO | 0o600), ("ok", S_IFIFO | 0o600), ("pid", S_IFREG | 0o644),
    ("stat", S_IFREG | 0o644), ("status", S_IFREG | 0o644),
  ]

  static func mode(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode : 0
  }

  static func inode(_ path: String) -> ino_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_ino : 0
  }

  @Test(arguments: ["supervise", "log/supervise"])
  func `holds runit's files with runit's modes`(directory: String) throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    #expect(Self.mode(fixture(directory)) == S_IFDIR | 0o700)
    for (name, mode) in Self.files { #expect(Self.mode(fixture(directory + "/" + name)) == mode, "\(name)") }
  }

  @Test func `holds nothing half-finished`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let names = Set(try FileManager.default.contentsOfDirectory(atPath: fixture("supervise")))
    #expect(names.subtracting(["detail", "dependents"]) == Set(Self.files.map(\.0)))
  }

  @Test func `obeys the umask`() throws {
    let fixture = try ServiceFixture()
    try fixture.launch(after: "umask 077; exec")
    fixture.service.wait(for: "run")
    for name in ["pid", "stat", "status"] { #expect(Self.mode(fixture.service(name)) == S_IFREG | 0o600, "\(name)") }
  }

  @Test func `is taken as it is, with its mode and what else is in it`() throws {
    let fixture = try ServiceFixture()
    try fixture.write("supervise/notes", "mine")
    chmod(fixture("supervise"), 0o755)
    try fixture.start(until: "run")
    #expect(Self.mode(fixture("supervise")) == S_IFDIR | 0o755)
    #expect(fixture.read("supervise/notes") == "mine")
  }

  @Test func `is used again by the next runsv`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
    try fixture.start(until: "run")
  }

  @Test(arguments: ["target", "PATH/target"])
  func `is made where a link leads`(target: String) throws {
    let fixture = try ServiceFixture()
    try fixture.link("supervise", to: target.replacing("PATH", with: fixture.place.path))
    try fixture.start(until: "run")
    let made = target.hasPrefix("PATH") ? fixture.place("target") : fixture("target")
    #expect(Self.mode(made) == S_IFDIR | 0o700)
    #expect(FileManager.default.fileExists(atPath: made + "/status"))
  }

  @Test func `of a log is made where a link leads, seen from the log`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
    try fixture.link("log/supervise", to: "../log-state")
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    #expect(fixture.exists("log-state/status"))
  }

  @Test(.ours("R20: runit makes one level"))
  func `is made with all that is missing above it`() throws {
    let fixture = try ServiceFixture()
    try fixture.link("supervise", to: fixture.place("run/runit/supervise.web"))
    try fixture.start(until: "run")
    #expect(fixture.place.exists("run/runit/supervise.web/status"))
  }

  @Test(.ours("R20: runit reads links of up to 255 bytes"))
  func `is found through a link as long as a path may be`() throws {
    let fixture = try ServiceFixture()
    let target = (0..<3).map { _ in String(repeating: "d", count: 120) }.joined(separator: "/")
    try fixture.link("supervise", to: target)
    try fixture.start(until: "run")
    #expect(fixture.exists(target + "/status"))
  }

  @Test func `is replaced file by file: each update is a new one`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let former = ["stat", "status"].map { Self.inode(fixture.service($0)) }
    let held = open(fixture.service("stat"), O_RDONLY)  // keeps the old inode's number from being used again
    let alsoHeld = open(fixture.service("status"), O_RDONLY)
    defer {
      close(held)
      close(alsoHeld)
    }
    fixture.service.send("p")
    fixture.service.wait(for: "run, paused")
    #expect(["stat", "status"].map { Self.inode(fixture.service($0)) } != former)
  }

  @Test func `never shows a missing or half a file`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let deadline = Date().addingTimeInterval(1)
    var count = 0
    while Date() < deadline {
      if count % 50 == 0 { fixture.service.send("pc") }
      count += 1
      let status = FileManager.default.contents(atPath: fixture.service("status"))
      #expect(status?.count == 20)
      let stat = fixture.service.text("stat")
      #expect(stat == "run\n" || stat == "run, paused\n")
    }
  }
}

@Suite("The lock")
struct RunsvLockTests {
  @Test func `lets no second runsv in, which leaves the first alone`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let pid = fixture.service.pid
    let second = try fixture.outcome()
    #expect(second.error == "runsv web: fatal: unable to lock supervise/lock: temporary failure\n")
    #expect(second.code == 111)
    #expect(fixture.service.stat == "run")
    #expect(fixture.service.pid == pid)
    fixture.service.send("p")
    fixture.service.wait(for: "run, paused")
  }

  @Test(.ours("R14: runit waits for the log's lock, silently"))
  func `of the log lets no second runsv in either`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": Script.sleeper])
    let logger = try RunningProgram(program: "runsv", ["log"], in: fixture.path)
    fixture.log.wait(for: "run")
    let outcome = try fixture.outcome()
    #expect(outcome.error == "runsv web: fatal: unable to lock log/supervise/lock: temporary failure\n")
    #expect(outcome.code == 111)
    #expect(logger.poll() == nil)
  }

  @Test func `is free again when runsv was killed`() throws {
    let fixture = try ServiceFixture(["run": Script.quick])
    try fixture.start()
    fixture.runsv?.signal(SIGKILL)
    #expect(fixture.ending() == .signalled(SIGKILL))
    #expect(!fixture.service.isSupervised)
    try fixture.start()
  }
}

@Suite("A state file that can't be written")
struct RunsvUnwritableStateTests {
  @Test func `is a warning, and supervision goes on`() throws {
    let fixture = try ServiceFixture(["run": "#!/bin/sh\necho $$ >>events\nexec sleep 1000\n"])
    try fixture.start(until: "run")
    let first = try fixture.service.waitForProcess()
    try fixture.remove("supervise")
    kill(first, SIGKILL)
    eventually(within: 20, "another life") { fixture.events.count == 2 }
    let error = fixture.runsv?.error ?? ""
    #expect(error.hasPrefix("runsv web: warning: unable to open supervise/pid.new: file does not exist\n"))
    fixture.runsv?.signal(SIGTERM)
    #expect(fixture.ending() == .exited(0))
  }

  @Test func `is written again when that is possible`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let first = try fixture.service.waitForProcess()
    try fixture.remove("supervise")
    try fixture.makeDirectory("supervise")
    kill(first, SIGKILL)
    try fixture.service.waitForProcess(otherThan: first)
  }

  @Test(.asRoot, .ours("core.md 14.7: on a full file system runit puts an empty stat in the place of the old one"))
  func `stays as it was when the disk is full`() throws {
    let fixture = try ServiceFixture()
    try fixture.makeDirectory("supervise")
    // A file system of one page and a mount namespace of its own; /proc leads into it.
    let mount = "mount -t tmpfs -o size=32k tmpfs web/supervise"
    let program = try RunningProgram(
      "/usr/bin/unshare", ["unshare", "-m", "sh", "-c", "\(mount) && exec \(Programs.path("runsv")) web"],
      in: fixture.place.path)
    let inside = SuperviseView(path: "/proc/\(program.id)/cwd/supervise")
    inside.wait(for: "run")
    let filler = open(inside("filler"), O_WRONLY | O_CREAT, 0o600)
    while write(filler, [UInt8](repeating: 0, count: 4096), 4096) > 0 {}
    close(filler)
    inside.send("p")
    eventually { program.error.contains("runsv web: warning: unable to write supervise/stat.new: ") }
    #expect(inside.stat == "run")
    #expect(inside.status != nil)
    unlink(inside("filler"))
    inside.send("c")
    inside.wait(for: "run")
    inside.send("p")
    inside.wait(for: "run, paused")
  }
}
