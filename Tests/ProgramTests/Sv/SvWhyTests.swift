import CLibc
import Foundation
import Testing

@Suite("sv why", .withReference, .ours("sv why"))
struct SvWhyTests {
  static func expect(
    _ services: Services, _ name: String, says words: String..., environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try services.sv("why", name, environment: environment)
    for word in words {
      #expect(outcome.output.contains(word), "\(outcome.output)", sourceLocation: sourceLocation)
    }
    #expect(outcome.error.isEmpty, sourceLocation: sourceLocation)
  }

  @Test func `finds out what is not there`() throws {
    let services = try Services()
    try services.make("web")
    try services.directory.write("README", "")
    symlink("/nonexistent", services.directory("gone"))
    try Self.expect(services, "wbe", says: "wbe is not enabled", "Did you mean web?")
    try Self.expect(services, "gone", says: "gone is a link to /nonexistent, which does not exist.")
    try Self.expect(services, "README", says: "README is no directory")
    let source = try Services()
    try source.make("idle")
    try Self.expect(services, "idle", says: "Next: sv enable idle", environment: ["SVSRCDIR": source.directory.path])
    #expect(try services.sv("why", "wbe", "gone").code == 2)
  }

  @Test func `finds out that nobody supervises`() throws {
    let services = try Services()
    try services.make("new")
    try Self.expect(
      services, "new", says: "no runsv has been started", "No runsvdir watches \(services.directory.path).")
    try services.start("old")
    #expect(try services.sv("shutdown", "old").code == 0)
    try Self.expect(services, "old", says: "its runsv has ended")
    let elsewhere = try Services()
    elsewhere.backdate("")  // into a fresh directory runit's runsvdir looks again after a second, and not after five
    let scanner = try RunningProgram("/usr/bin/runsvdir", ["runsvdir", elsewhere.directory.path])
    eventually { ProcessEntry(scanner.id).arguments.first == "runsvdir" }
    scanner.awaitRest(as: "runsvdir")
    try elsewhere.make(".new")
    symlink(elsewhere.directory(".new"), elsewhere.directory("late"))
    try Self.expect(elsewhere, "late", says: "A runsvdir watches")
  }

  @Test func `finds out that runsvdir stands still`() throws {
    let services = try Services()
    let scanner = try RunningProgram("/usr/bin/runsvdir", ["runsvdir", services.directory.path])
    eventually { ProcessEntry(scanner.id).arguments.first == "runsvdir" }
    scanner.signal(SIGSTOP)
    eventually { ProcessEntry(scanner.id).state == "T" }
    try services.make("new")
    try Self.expect(
      services, "new", says: "no runsv has been started",
      "A runsvdir watches \(services.directory.path), but was stopped",
      "Next: kill -CONT \(scanner.id)")
  }

  @Test func `finds out that a script leads nowhere`() throws {
    let services = try Services()
    try services.make("a", [:])
    symlink("/nonexistent/run", services.directory("a/run"))
    try services.supervise("a")
    try eventually { try services.sv("why", "a").output.contains("The file run does not exist.") }
  }

  @Test func `finds out who has taken a service down`() throws {
    let services = try Services()
    try services.start("a")
    try services.start("b", ["run": Services.daemon, "down": ""])
    #expect(try services.sv("stop", "a").code == 0)
    try Self.expect(services, "a", says: "a was taken down by command", "Next: sv up a")
    try Self.expect(services, "b", says: "b is down because there is a file down")
  }

  static let scripts: [(String?, mode_t, String)] = [
    (nil, 0, "The file run does not exist."),
    ("#!/bin/sh\n", 0o644, "The file run is not executable."),
    ("", 0o755, "The file run is empty."),
    ("exec true\n", 0o755, "The file run does not begin with #!"),
    ("#!/bin/sh\r\nexit 1\r\n", 0o755, "The file run has DOS line ends"),
    ("#!/no/such/shell\n", 0o755, "The file run asks for the interpreter /no/such/shell, which does not exist"),
    ("#!/bin/sh\nexit 3\n", 0o755, "Next: cd "),
  ]

  @Test(arguments: scripts)
  func `finds out why a service does not stay up`(script: String?, mode: mode_t, words: String) throws {
    let services = try Services()
    try services.make("a", [:])
    if let script { try services.directory.write("a/run", script, mode: mode) }
    try services.supervise("a")
    eventually { services.status("a").map { $0[19] == 0 && $0[17] == UInt8(ascii: "u") } ?? false }
    try eventually(within: 5, words) {
      let output = try services.sv("why", "a").output
      return output.contains("does not stay up") && output.contains(words)
    }
  }

  @Test func `finds out why a service does not obey`() throws {
    let services = try Services()
    try services.start("paused")
    #expect(try services.sv("-v", "pause", "paused").code == 0)
    try Self.expect(services, "paused", says: "was paused by command", "Next: sv cont paused")
    try services.start("deaf", ["run": SvControlTests.hardened])
    #expect(try services.sv("down", "deaf").code == 0)
    eventually { services.status("deaf")?[18] == 1 }
    try Self.expect(services, "deaf", says: "has got TERM, but is still there", "Next: sv force-stop deaf")
    try services.start("slow", ["run": Services.daemon, "finish": "#!/bin/sh\nexec sleep 1000\n"])
    #expect(try services.sv("down", "slow").code == 0)
    eventually { services.status("slow")?[19] == 2 && services.pid("slow") != 0 }
    try Self.expect(services, "slow", says: "its ./finish runs as process", "Only then is it down.")
  }

  @Test func `finds out that the log takes nothing`() throws {
    let services = try Services()
    let flood = "#!/bin/sh\nexec yes\n"
    try services.start("a", ["run": flood, "log/run": "#!/bin/sh\nexec sleep 1000\n"])
    try eventually {
      try services.sv("why", "a").output.contains(
        "is blocked in writing to its log: the pipe is full, because the log ")
    }
  }

  @Test(.asRoot) func `finds out that it may not look`() throws {
    let services = try Services()
    try services.start("a")
    let command = "exec \(Programs.path("sv")) why a"
    let outcome = try run(
      "chpst", ["-u", "nobody", "/bin/sh", "-c", command], executable: "/usr/bin/chpst",
      environment: ["SVDIR": services.directory.path])
    #expect(outcome.output.hasPrefix("You may not look"))
  }

  /// Names that are there in a way, or are paths, and so were not misspelt.
  @Test(arguments: ["gone", "web/log", "wbe/log", "./wbe", "wbe/", "/web"])
  func `suggests no nonsense`(name: String) throws {
    let services = try Services()
    try services.make("web")
    symlink("/nonexistent", services.directory("gone"))
    for command in ["status", "why"] {
      let outcome = try services.sv(command, name)
      #expect(outcome.code == 1)
      #expect(!outcome.output.lowercased().contains("did you mean"), "\(outcome.output)")
    }
  }

  @Test func `suggests the name that was meant in runit's commands too`() throws {
    let services = try Services()
    try services.make("web")
    let outcome = try services.sv("status", "wbe")
    #expect(
      outcome.lines == ["fail: wbe: unable to change to service directory: file does not exist (did you mean web?)"])
    #expect(outcome.code == 1)
  }
}
