import CLibc
import Foundation
import Testing

@Suite("sv enable and disable", .withReference, .ours("sv enable, sv disable"))
struct SvEnableTests {
  /// Services that could be enabled, a directory of those that are, and a `runsvdir` that looks after it.
  final class Machine {
    let source: Services
    let enabled: Services
    private var scanner: RunningProgram?

    init(isScanned: Bool = true, by runsvdir: String = "/usr/bin/runsvdir") throws {
      source = try Services()
      enabled = try Services()
      guard isScanned else { return }
      scanner = try RunningProgram(runsvdir, ["runsvdir", enabled.directory.path])
      eventually { [scanner] in scanner?.entry.arguments.first == "runsvdir" }
    }

    func sv(_ arguments: String...) throws -> Outcome {
      let environment = ["SVDIR": enabled.directory.path, "SVSRCDIR": source.directory.path]
      return try run("sv", arguments, environment: environment, in: source.directory.path)
    }

    func link(_ name: String) -> String? {
      try? FileManager.default.destinationOfSymbolicLink(atPath: enabled.directory(name))
    }
  }

  @Test func `make a service run, and end it`() throws {
    let machine = try Machine()
    try machine.source.make("a")
    let enable = try machine.sv("enable", "-w", "15", "a")
    #expect(enable.lines == ["ok: run: a: (pid N) Ns"])
    #expect(enable.code == 0)
    #expect(machine.link("a") == machine.source.directory("a"))
    #expect(try machine.sv("enable", "a").lines == ["ok: run: a: (pid N) Ns"])
    let pid = machine.enabled.pid("a")
    let disable = try machine.sv("disable", "-w", "15", "a")
    #expect(disable.output == "ok: a: disabled\n")
    #expect(disable.code == 0)
    #expect(machine.link("a") == nil)
    #expect(!ProcessEntry(pid).isAlive)
    #expect(try machine.sv("disable", "a") == Outcome(ending: .exited(0), output: "ok: a: disabled\n", error: ""))
  }

  @Test func `leave a service down when asked to`() throws {
    let machine = try Machine()
    try machine.source.make("a")
    #expect(try machine.sv("enable", "--down", "-w", "15", "a").lines == ["ok: down: a: Ns"])
    #expect(machine.source.directory.exists("a/down"))
  }

  @Test func `are content with the link when there is no runsvdir`() throws {
    let machine = try Machine(isScanned: false)
    try machine.source.make("a")
    try machine.source.make("b")
    let enable = try machine.sv("enable", "a", "./b/")
    #expect(
      enable.output == "ok: a: enabled; it starts with a runsvdir, which there is not\n"
        + "ok: b: enabled; it starts with a runsvdir, which there is not\n")
    #expect(enable.code == 0)
    #expect(FileManager.default.fileExists(atPath: machine.enabled.directory("b/run")))
    #expect(try machine.sv("disable", "a", "b").output == "ok: a: disabled\nok: b: disabled\n")
    try machine.source.supervise("a")
    #expect(try machine.sv("enable", "a").code == 0)
    let disable = try machine.sv("disable", "a")
    #expect(disable.output == "warning: a: disabled, but there is no runsvdir to end its runsv\n")
    #expect(disable.code == 0)
  }

  @Test func `refuse what would break, and say why`() throws {
    let machine = try Machine(isScanned: false)
    let (source, enabled) = (machine.source.directory.path, machine.enabled.directory.path)
    try machine.source.make("taken")
    try machine.source.make("broken", ["run": "not executable"])
    try machine.source.make("empty", [:])
    try machine.enabled.make("taken")
    try machine.enabled.make("own")
    let enable = try machine.sv("enable", "none", "taken", "broken", "empty")
    #expect(
      enable.output == """
        fail: none: no service directory: \(source)/none: file does not exist
        fail: taken: there is something else already: \(enabled)/taken
        fail: broken: not executable: \(source)/broken/run
        fail: empty: no file \(source)/empty/run

        """)
    #expect(enable.code == 4)
    let disable = try machine.sv("disable", "none", "own")
    #expect(
      disable.output == """
        fail: none: no service of that name: \(enabled)/none
        fail: own: not a link, and so not removed: \(enabled)/own

        """)
    #expect(disable.code == 2)
  }

  @Test func `wait for the process of a service whose directory was deleted before`() throws {
    let machine = try Machine(by: Programs.path("runsvdir"))
    try machine.source.make("a", ["run": "#!/bin/sh\ntrap 'sleep 1; exit 0' TERM\nwhile :; do sleep 0.05; done\n"])
    #expect(try machine.sv("enable", "-w", "15", "a").code == 0)
    let pid = machine.enabled.pid("a")
    try FileManager.default.removeItem(atPath: machine.source.directory("a"))
    #expect(ProcessEntry(pid).isAlive)
    let disable = try machine.sv("disable", "-w", "60", "a")
    #expect(disable.output == "ok: a: disabled\n")
    #expect(!ProcessEntry(pid).isAlive)
  }

  @Test func `say when a killed runsv has left its service behind`() throws {
    let machine = try Machine(isScanned: false)
    try machine.source.start("a", by: Programs.path("runsv"))
    symlink(machine.source.directory("a"), machine.enabled.directory("a"))
    let pid = machine.source.pid("a")
    try machine.source.supervisor(of: "a").signal(SIGKILL)
    eventually { !machine.source.hasSupervisor("a") }
    let disable = try machine.sv("disable", "-w", "1", "a")
    #expect(disable.output == "timeout: a: disabled, but there is no runsv to end its process \(pid)\n")
    #expect(disable.code == 1)
    kill(pid, SIGKILL)
  }

  @Test(arguments: [
    ["enable"], ["disable"], ["enable", "-x", "a"], ["disable", "--down", "a"], ["enable", "-w"],
  ])
  func `explain their use`(arguments: [String]) throws {
    let outcome = try run("sv", arguments)
    #expect(outcome.error.contains("usage: sv \(arguments[0]) "))
    #expect(outcome.code == 100)
  }
}
