import CLibc
import Foundation
import Testing

/// A log directory that belongs to an ordinary user, whose `svlogd` was started as root by mistake, beside a file that is
/// root's alone.
private final class HostileLog {
  static let secret = "postgres:secret\n"
  let log: LogFixture
  private let mode: mode_t
  var secretFile: String { log.directory("secret") }

  /// `mode` is that of the file, of which the owner's x tells svlogd that a `current` is complete.
  init(config: String? = nil, mode: mode_t = 0o600) throws {
    log = try LogFixture(config: config)
    self.mode = mode
    try log.directory.write("secret", Self.secret, mode: mode)
    Stranger.own(log.path)
  }

  func plant(_ name: String) { Stranger.plant(log(name), to: secretFile) }

  var isSecretSafe: Bool {
    log.directory.read("secret") == Self.secret
      && RunsvSuperviseDirectoryTests.mode(secretFile) == S_IFREG | mode
      && !log.names.contains { !isLink(log($0)) && log.read($0)?.contains("secret") == true }
  }

  private func isLink(_ path: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }
}

@Suite("A link in a log directory", .asRoot, .ours("runit's svlogd follows links"))
struct PrivilegeLinkTests {
  @Test(arguments: [0o600, 0o700] as [mode_t])
  func `named current goes aside, and the log is written`(mode: mode_t) throws {
    let hostile = try HostileLog(mode: mode)
    hostile.plant("current")
    let outcome = try hostile.log.log("line\n")
    #expect(outcome == Outcome(ending: .exited(0), output: "", error: ""))
    #expect(hostile.log.current == "line\n")
    #expect(hostile.isSecretSafe)
    #expect(hostile.log.archives.count == 1)
  }

  @Test func `named lock keeps the directory from being used`() throws {
    let hostile = try HostileLog()
    hostile.plant("lock")
    let outcome = try hostile.log.log("line\n")
    #expect(outcome.code == 111)
    let message = "svlogd: warning: unable to lock directory: \(hostile.log.path): symbolic link loop\n"
    #expect(outcome.error.hasPrefix(message))
    #expect(hostile.isSecretSafe)
  }

  @Test func `named counters costs nothing but the counters`() throws {
    let hostile = try HostileLog(config: "C\n")
    hostile.plant("counters")
    let outcome = try hostile.log.log("line\n")
    #expect(outcome.code == 0)
    #expect(outcome.error == "svlogd: warning: unable to open counters: \(hostile.log.path): symbolic link loop\n")
    #expect(hostile.log.current == "line\n")
    #expect(hostile.isSecretSafe)
  }

  @Test func `named config is not believed, unless root has made it`() throws {
    let hostile = try HostileLog()
    hostile.plant("config")
    let outcome = try hostile.log.log("line\n")
    #expect(outcome.error == "svlogd: warning: unable to read config: \(hostile.log.path): symbolic link loop\n")
    #expect(hostile.log.current == "line\n")
    #expect(hostile.isSecretSafe)

    lchown(hostile.log("config"), 0, 0)
    #expect(try hostile.log.log("next\n").error == "")
    #expect(hostile.log.current == "line\nostgres:secretnext\n")
  }

  @Test(arguments: ["newstate", "@400000000000000000000001.t"])
  func `in the way of what a processor writes is removed`(name: String) throws {
    let hostile = try HostileLog(config: "s0\n!cat; echo new >&5\n")
    try hostile.log.write("@400000000000000000000001.u", "old\n")
    hostile.plant(name)
    let logger = try RunningLogger([hostile.log.path])
    eventually { hostile.log.archives == ["@400000000000000000000001.s"] && hostile.log.read("state") == "new\n" }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
    #expect(hostile.isSecretSafe)
  }

  @Test(arguments: ["state", "@400000000000000000000001.u"])
  func `is nothing that a processor gets to read`(name: String) throws {
    let hostile = try HostileLog(config: "s0\n!cat; cat <&4; exit 0\n")
    try hostile.log.write("@400000000000000000000001.u", "old\n")
    try hostile.log.write("@400000000000000000000002.u", "old\n")
    hostile.plant(name)
    let logger = try RunningLogger([hostile.log.path])
    eventually { hostile.log.read("@400000000000000000000002.s") == "old\n" }
    #expect(logger.program.error.hasPrefix("svlogd: warning: no regular file, renamed: \(hostile.log.path)/@"))
    #expect(hostile.isSecretSafe)
    logger.program.signal(SIGTERM)
    #expect(logger.program.wait() == .exited(0))
  }
}

@Suite("A user who was given supervise", .asRoot, .ours("runit's runsv follows links"))
struct PrivilegeSuperviseTests {
  @Test(arguments: ["pid", "stat", "detail", "status", "once"])
  func `cannot have runsv write elsewhere`(name: String) throws {
    let fixture = try ServiceFixture()
    try fixture.place.write("secret", "secret\n", mode: 0o600)
    try fixture.start(until: "run")
    Stranger.own(fixture("supervise"))
    let link = fixture("supervise/\(name == "once" ? name : name + ".new")")
    Stranger.plant(link, to: fixture.place("secret"))
    fixture.service.send("do")
    if name == "once" {
      eventually { fixture.runsv?.error.contains("symbolic link loop") == true }
    } else {
      var status = stat()
      eventually("the link to go") { lstat(link, &status) != 0 }
    }
    #expect(fixture.place.read("secret") == "secret\n")
  }

  @Test(arguments: [
    ("lock", "unable to open supervise/lock: symbolic link loop"),
    ("control", "supervise/control exists but is not a fifo"),
    ("dependents", "supervise/dependents exists but is not a fifo"),
    ("ok", "unable to read supervise/ok: symbolic link loop"),
  ])
  func `cannot have runsv read or lock elsewhere`(name: String, message: String) throws {
    let fixture = try ServiceFixture()
    try fixture.makeDirectory("supervise")
    mkfifo(fixture.place("other"), 0o600)
    Stranger.own(fixture("supervise"))
    Stranger.plant(fixture("supervise/\(name)"), to: fixture.place("other"))
    let outcome = try fixture.outcome()
    #expect(outcome.code == 111)
    #expect(outcome.error == "runsv web: fatal: \(message)\n")
  }

  @Test func `cannot have a stranger's process adopted, to have it killed`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    // What a runsv leaves behind that is killed is believed only while it is its own.
    let process = try fixture.service.waitForProcess()
    fixture.runsv?.signal(SIGKILL)
    _ = fixture.ending()
    Stranger.own(fixture("supervise"), fixture("supervise/detail"))
    try fixture.start(until: "run")
    #expect(fixture.service.pid != process)
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    #expect(ProcessEntry(process).isAlive)
  }
}
