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
    try eventually {
      let names = Set(try FileManager.default.contentsOfDirectory(atPath: fixture("supervise")))
      return names.subtracting(["detail", "dependents"]) == Set(Self.files.map(\.0))
    }
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
