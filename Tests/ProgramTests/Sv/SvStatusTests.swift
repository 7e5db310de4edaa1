import CLibc
import Foundation
import Testing

@Suite("sv status", .withReference)
struct SvStatusTests {
  @Test func `shows services and their logs`() throws {
    let services = try Services()
    try services.start("a")
    try services.start("b", ["run": Services.daemon, "log/run": "#!/bin/sh\nexec cat >/dev/null\n"])
    try services.start("c", ["run": Services.daemon, "down": ""])
    try eventually { try services.sv("status", "a", "b").lines.allSatisfy { $0.hasPrefix("run: ") } }
    let outcome = try services.sv("status", "a", "b", "c", "b/log")
    #expect(
      outcome.lines == [
        "run: a: (pid N) Ns", "run: b: (pid N) Ns; run: log: (pid N) Ns", "down: c: Ns", "run: b/log: (pid N) Ns",
      ])
    #expect(outcome.code == 0)
    #expect(outcome.error.isEmpty)
  }

  @Test func `finds services by name, by path, and from where it stands`() throws {
    let services = try Services()
    try services.start("a")
    let outcome = try services.sv("status", "./a", "a/", services.directory("a"))
    #expect(
      outcome.lines == ["run: ./a: (pid N) Ns", "run: a/: (pid N) Ns", "run: \(services.directory("a")): (pid N) Ns"])
    let nowhere = try services.sv("status", "a", "./a", "", environment: ["SVDIR": "/nonexistent"])
    #expect(
      nowhere.lines == [
        "fail: a: unable to change to service directory: file does not exist", "run: ./a: (pid N) Ns",
        "fail: : unable to change to service directory: file does not exist",
      ])
    #expect(nowhere.code == 2)
    let empty = try services.sv("status", "a", environment: ["SVDIR": ""])
    #expect(empty.lines == ["fail: a: unable to change to service directory: file does not exist"])
    let relative = try services.sv("status", "a", environment: ["SVDIR": "."])
    #expect(relative.lines == ["run: a: (pid N) Ns"])
  }

  @Test func `goes from path to path, in one directory and in others`() throws {
    let services = try Services()
    try services.start("a")
    try services.start("b", ["run": Services.daemon, "log/run": "#!/bin/sh\nexec cat >/dev/null\n"])
    try services.make("c", ["run": Services.daemon])
    try services.start("inner/d")
    let (a, b, c) = (services.directory("a"), services.directory("b"), services.directory("c"))
    let inner = services.directory("inner/d")
    let outcome = try services.sv("status", a, b, c, inner, inner, inner + "/", a, services.directory("x/y"), b, "b", a)
    let running = { (name: String) in "run: \(name): (pid N) Ns" }
    #expect(
      outcome.lines == [
        running(a), running(b) + "; run: log: (pid N) Ns",
        "warning: \(c): unable to open supervise/ok: file does not exist", running(inner), running(inner),
        running(inner + "/"),
        running(a),
        "fail: \(services.directory("x/y")): unable to change to service directory: file does not exist",
        running(b) + "; run: log: (pid N) Ns", running("b") + "; run: log: (pid N) Ns", running(a),
      ])
    #expect(outcome.code == 2)
  }

  @Test func `says of each service why nothing is known of it`() throws {
    let services = try Services()
    try services.make("never")
    try services.start("gone")
    #expect(try services.sv("exit", "gone").code == 0)
    _ = try services.supervisor(of: "gone").wait()
    try services.directory.write("file", "")
    let outcome = try services.sv("status", "never", "gone", "file", "missing", "file/log")
    #expect(
      outcome.lines == [
        "warning: never: unable to open supervise/ok: file does not exist", "fail: gone: runsv not running",
        "fail: file: unable to change to service directory: not a directory",
        "fail: missing: unable to change to service directory: file does not exist",
        "fail: file/log: unable to change to service directory: not a directory",
      ])
    #expect(outcome.code == 5)
    #expect(outcome.error.isEmpty)
  }

  @Test func `says what is wrong with a log`() throws {
    let services = try Services()
    for name in ["file", "gone", "never"] { try services.start(name) }
    try services.directory.write("file/log", "")
    try services.make("never/log")
    try services.start("gone/log")
    #expect(try services.sv("exit", "gone/log").code == 0)
    _ = try services.supervisor(of: "gone/log").wait()
    let outcome = try services.sv("status", "file", "gone")
    #expect(
      outcome.lines == [
        "run: file: (pid N) Ns; warning: file/log: unable to change directory: not a directory",
        "run: gone: (pid N) Ns; fail: gone/log: runsv not running",
      ])
    #expect(outcome.code == 2)
  }

  @Test(.ours("S6: the main status, labelled log"))
  func `says of a log that was never supervised only that`() throws {
    let services = try Services()
    try services.start("a")
    try services.make("a/log")
    let outcome = try services.sv("status", "a")
    #expect(
      outcome.lines == ["run: a: (pid N) Ns; warning: a/log: unable to open supervise/ok: file does not exist"])
    #expect(outcome.code == 1)
  }

  @Test func `shows what is wanted and what was done`() throws {
    let services = try Services()
    try services.start("a", ["run": SvControlTests.hardened])
    #expect(try services.sv("pause", "a").code == 0)
    #expect(try services.sv("down", "a").code == 0)
    try services.directory.write("a/down", "")
    eventually { services.status("a").map { $0[16] == 1 && $0[17] == UInt8(ascii: "d") && $0[18] == 1 } ?? false }
    let outcome = try services.sv("status", "a")
    #expect(outcome.lines == ["run: a: (pid N) Ns, normally down, paused, want down, got TERM"])
  }

  @Test func `can't tell what is normal when down can't be looked at`() throws {
    let services = try Services()
    try services.start("a")
    symlink("down", services.directory("a/down"))
    let outcome = try services.sv("status", "a")
    #expect(outcome.lines == [""])
    #expect(outcome.error == "warning: unable to stat a/down: symbolic link loop\n")
    #expect(outcome.code == 0)
  }

  @Test(.asRoot, .ours("S17: a hint for ordinary users"))
  func `hints at root when it may not look`() throws {
    let services = try Services()
    try services.start("a")
    chmod(services.directory.path, 0o755)
    let command = "exec \(Programs.path("sv")) status a"
    let outcome = try run(
      "chpst", ["-u", "nobody", "/bin/sh", "-c", command], executable: "/usr/bin/chpst",
      environment: ["SVDIR": services.directory.path])
    #expect(outcome.output == "warning: a: unable to open supervise/ok: access denied (are you root?)\n")
    #expect(outcome.code == 1)
  }
}
