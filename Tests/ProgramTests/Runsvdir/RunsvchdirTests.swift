import CLibc
import Foundation
import Testing

@Suite("runsvchdir", .asProcessOne)
struct RunsvchdirTests {
  let directory: TemporaryDirectory

  /// Sets `a` and `b`, of which `a` is current, and a file.
  init() throws {
    directory = try TemporaryDirectory()
    for set in ["a", "b"] { mkdir(directory(set), 0o755) }
    symlink("a", directory("current"))
    try directory.write("file", "")
  }

  private func change(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try run(
      "runsvchdir", arguments, mounts: ["/etc/runit/runsvdir": directory.path], environment: environment)
  }

  private func link(_ name: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: directory(name))
  }

  @Test func `wants a name`() throws {
    let outcome = try run("runsvchdir")
    #expect(outcome.error == "usage: runsvchdir dir\n\n")
    #expect(outcome.code == 1)
  }

  @Test func `makes another set the current one, and remembers the one before`() throws {
    let outcome = try change("b", "surplus")
    #expect(outcome == Outcome(ending: .exited(0), output: "runsvchdir: b: now current.\n", error: ""))
    #expect(link("current") == "b")
    #expect(link("previous") == "a")
    #expect(try change("a").code == 0)
    #expect(link("current") == "a")
    #expect(link("previous") == "b")
    #expect(link("current.new") == nil)
  }

  @Test(arguments: ["a", "a/", "/etc/runit/runsvdir/a"])
  func `leaves the current set as it is`(name: String) throws {
    let outcome = try change(name)
    #expect(outcome == Outcome(ending: .exited(0), output: "runsvchdir: \(name): current.\n", error: ""))
    #expect(link("current") == "a")
    #expect(link("previous") == nil)
  }

  @Test func `keeps an absolute name as it is`() throws {
    #expect(try change("/etc/runit/runsvdir/b").code == 0)
    #expect(link("current") == "/etc/runit/runsvdir/b")
  }

  static let refused = [
    (".", "must not start with a dot."), (".a", "must not start with a dot."), ("c", "file does not exist"),
    ("-x", "file does not exist"), ("", "file does not exist"),
  ]

  @Test(arguments: refused)
  func `refuses what is no set`(name: String, reason: String) throws {
    let outcome = try change(name)
    #expect(outcome == Outcome(ending: .exited(111), output: "", error: "runsvchdir: fatal: \(name): \(reason)\n"))
    #expect(link("current") == "a")
  }

  @Test(.ours("V2: the message has its separator"))
  func `refuses a file`() throws {
    #expect(try change("file").error == "runsvchdir: fatal: file: not a directory.\n")
  }

  @Test func `needs a current set`() throws {
    unlink(directory("current"))
    #expect(try change("b").error == "runsvchdir: fatal: unable to stat: current: file does not exist\n")
    symlink("gone", directory("current"))
    #expect(try change("b").error == "runsvchdir: fatal: unable to stat: current: file does not exist\n")
  }

  @Test func `makes a real directory the previous one, and then refuses to lose it`() throws {
    unlink(directory("current"))
    mkdir(directory("current"), 0o755)
    try directory.write("current/marker", "")
    #expect(try change("b").code == 0)
    #expect(directory.exists("previous/marker"))
    let outcome = try change("a")
    #expect(outcome.error == "runsvchdir: fatal: unable to unlink: previous: is a directory\n")
    #expect(outcome.code == 111)
    #expect(link("current") == "b")
  }

  @Test func `takes the place of a rest of an interrupted one`() throws {
    symlink("nowhere", directory("current.new"))
    #expect(try change("b").code == 0)
    #expect(link("current") == "b")
    #expect(link("current.new") == nil)
  }

  @Test func `needs its directory`() throws {
    let outcome = try run("runsvchdir", ["a"], mounts: ["/etc/runit": directory.path])
    #expect(outcome.error == "runsvchdir: fatal: unable to chdir: /etc/runit/runsvdir: file does not exist\n")
    #expect(outcome.code == 111)
  }

  @Test(.ours("RUNSVDIR names another directory"))
  func `works in the directory RUNSVDIR`() throws {
    let outcome = try run("runsvchdir", ["b"], environment: ["RUNSVDIR": directory.path])
    #expect(outcome.output == "runsvchdir: b: now current.\n")
    #expect(link("current") == "b")
  }

  @Test(
    .ours("V1: current is never missing"),
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"), "needs strace"))
  func `has a current set at each moment`() throws {
    // Each exchange of names is held back, so that whatever lies between two of them can be seen.
    let program = try RunningProgram(
      "/usr/bin/strace",
      ["strace", "-o", "/dev/null", "-e", "inject=rename,renameat,renameat2:delay_enter=500000"]
        + [Programs.path("runsvchdir"), "b"], environment: ["RUNSVDIR": directory.path])
    var (looks, misses) = (0, 0)
    let deadline = Date().addingTimeInterval(20)
    while program.poll() == nil, Date() < deadline {
      looks += 1
      misses += directory.exists("current") ? 0 : 1
    }
    #expect(program.wait() == .exited(0))
    #expect(looks > 10)
    #expect(misses == 0)
    #expect(link("current") == "b")
    #expect(link("previous") == "a")
  }
}
