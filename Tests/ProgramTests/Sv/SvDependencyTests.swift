import Foundation
import Testing

@Suite("sv -d", .ours("an extension"))
struct SvDependencyTests {
  /// A service that is down at first, and tells of its starts and ends.
  static func sleeping(_ needs: String...) -> [String: String] {
    TreeScript.member(needs).merging(["down": ""]) { $1 }
  }

  static let chain = [
    "a": sleeping(), "b": sleeping("a"), "c": sleeping("b"), "d": sleeping("c"), "other": sleeping(),
  ]
  static let diamond = [
    "a": sleeping(), "b": sleeping("a"), "c": sleeping("a"), "d": sleeping("b", "c"),
  ]

  /// A tree whose services are all supervised and, as they are normally, down.
  private func tree(_ services: [String: [String: String]]) throws -> ServiceTree {
    let tree = try ServiceTree(services)
    try tree.start(services.keys.sorted())
    for name in services.keys { tree.wait(for: "down", of: name) }
    return tree
  }

  private func sv(_ tree: ServiceTree, _ arguments: String...) throws -> Outcome {
    try run("sv", arguments, environment: ["SVDIR": tree.place.path], in: tree.place.path)
  }

  @Test(arguments: ["up", "start", "restart", "once"])
  func `brings up a chain, the first link first, each ready before the next`(command: String) throws {
    let tree = try tree(Self.chain)
    let outcome = try sv(tree, "-d", command, "d")
    let ends = command == "once" ? ", want down" : ""
    #expect(
      outcome.lines
        == ["a", "b", "c", "d"].map {
          "ok: run: \($0): (pid N) Ns, ready Ns, normally down" + ($0 == "d" ? ends : "")
        })
    #expect(outcome.code == 0)
    #expect(tree.events == ["start a", "start b", "start c", "start d"])
    #expect(tree.phase("other") == "down")
  }

  @Test(arguments: ["down", "stop", "exit", "shutdown"])
  func `takes down a chain, the last link first, and leaves alone what is needed`(command: String) throws {
    let tree = try tree(Self.chain)
    #expect(try sv(tree, "-d", "up", "d", "other").code == 0)
    let outcome = try sv(tree, "-d", command, "b")
    let isExit = command == "exit" || command == "shutdown"
    #expect(
      outcome.lines == [
        "ok: down: d: Ns", "ok: down: c: Ns", isExit ? "ok: b: runsv not running" : "ok: down: b: Ns",
      ])
    #expect(outcome.code == 0)
    #expect(tree.events.suffix(3) == ["stop d -1 15", "stop c -1 15", "stop b -1 15"])
    #expect(tree.phase("a") == "ready")
    #expect(tree.phase("other") == "ready")
  }

  @Test func `goes round a diamond by both sides`() throws {
    let tree = try tree(Self.diamond)
    #expect(try sv(tree, "-d", "start", "d").lines.count == 4)
    #expect(tree.events.first == "start a")
    #expect(Set(tree.events[1...2]) == ["start b", "start c"])
    #expect(tree.events.last == "start d")
    #expect(try sv(tree, "-d", "stop", "a").lines.count == 4)
    #expect(tree.events[4] == "stop d -1 15")
    #expect(Set(tree.events[5...6]) == ["stop b -1 15", "stop c -1 15"])
    #expect(tree.events.last == "stop a -1 15")
  }

  @Test func `restarts only what it is told to`() throws {
    let tree = try tree(Self.chain)
    #expect(try sv(tree, "-d", "up", "b").code == 0)
    let (a, b) = (tree.process("a"), tree.process("b"))
    #expect(try sv(tree, "-d", "restart", "b").code == 0)
    #expect(tree.process("a") == a)
    #expect(tree.process("b") != b)
  }

  @Test(arguments: ["./d", "d/", "/d", "."])
  func `finds the neighbours of a path`(name: String) throws {
    let tree = try tree(Self.chain)
    let path = name == "/d" ? tree.place("d") : name
    let outcome = try run(
      "sv", ["-d", "start", path], environment: ["SVDIR": "/nonexistent"],
      in: name == "." ? tree.place("d") : tree.place.path)
    #expect(outcome.code == 0)
    #expect(tree.events == ["start a", "start b", "start c", "start d"])
    let end = try run(
      "sv", ["-d", "stop", name == "/d" ? tree.place("c") : "./c"], environment: ["SVDIR": "/nonexistent"],
      in: tree.place.path)
    #expect(end.code == 0)
    #expect(tree.events.suffix(2) == ["stop d -1 15", "stop c -1 15"])
  }

  @Test func `brings up under runsvdir what is normally down`() throws {
    let place = try TemporaryDirectory()
    for (name, files) in ["db": Self.sleeping(), "web": TreeScript.member(["db"])] {
      for (file, content) in files {
        try place.write("\(name)/\(file)", content, mode: content.hasPrefix("#!") ? 0o755 : 0o644)
      }
    }
    let runsvdir = try RunningProgram(program: "runsvdir", [place.path], in: place.path)
    defer {
      runsvdir.signal(SIGHUP)
      _ = runsvdir.wait(within: 10)
    }
    eventually { place.read("web/supervise/detail")?.hasPrefix("phase waiting\n") == true }
    let outcome = try run("sv", ["-d", "up", "web"], environment: ["SVDIR": place.path])
    #expect(
      outcome.lines == [
        "ok: run: db: (pid N) Ns, ready Ns, normally down", "ok: run: web: (pid N) Ns, ready Ns",
      ])
    #expect(place.read("events") == "start db\nstart web\n")
  }

  @Test func `gives up what needs a service that is late, and all services share the time`() throws {
    var late = Self.sleeping("a")
    late["run"] = "#!/bin/sh\nexec sleep 1000\n"
    let tree = try tree(["a": Self.sleeping(), "b": late, "c": Self.sleeping("b"), "d": Self.sleeping("c")])
    let clock = ContinuousClock()
    var outcome: Outcome?
    let time = try clock.measure { outcome = try sv(tree, "-w", "4", "-d", "up", "d") }
    #expect(
      outcome?.lines == [
        "ok: run: a: (pid N) Ns, ready Ns, normally down", "timeout: run: b: (pid N) Ns, not ready, normally down",
        "fail: c: its dependency b failed", "fail: d: its dependency c failed",
      ])
    #expect(outcome?.code == 3)
    #expect(time > .milliseconds(3900) && time < .seconds(8))
    #expect(tree.phase("c") == "down")
    #expect(tree.phase("d") == "down")
  }

  @Test func `does not take down what is needed by a service that does not end`() throws {
    var stubborn = Self.sleeping("a")
    stubborn["run"] = "#!/bin/sh\ntrap '' TERM\necho >&3\nexec sleep 1000 3>&-\n"
    let tree = try tree(["a": Self.sleeping(), "b": stubborn])
    #expect(try sv(tree, "-d", "up", "b").code == 0)
    let outcome = try sv(tree, "-d", "-w", "3", "down", "a")
    #expect(
      outcome.lines == [
        "timeout: run: b: (pid N) Ns, normally down, want down, got TERM", "fail: a: its dependent b failed",
      ])
    #expect(outcome.code == 2)
    #expect(tree.phase("a") == "ready")
  }

  @Test func `tells nothing to services that wait in a circle or for nobody, and deals with the rest`() throws {
    let tree = try tree([
      "a": Self.sleeping("b"), "b": Self.sleeping("a"), "c": Self.sleeping("a"), "d": Self.sleeping("ghost", "e"),
      "e": Self.sleeping(), "f": Self.sleeping("e"),
    ])
    let outcome = try sv(tree, "-d", "up", "a", "c", "d", "nobody")
    #expect(
      outcome.lines == [
        "fail: a: dependency cycle: a -> b -> a", "fail: c: dependency cycle: a -> b -> a",
        "fail: d: dependency ghost does not exist",
        "fail: nobody: unable to change to service directory: file does not exist",
      ])
    #expect(outcome.code == 4)
    #expect(tree.events.isEmpty)
    #expect(try sv(tree, "-d", "up", "f", "d").code == 1)
    #expect(tree.events == ["start e", "start f"])
    #expect(try sv(tree, "-d", "down", "a").lines == ["fail: a: dependency cycle: a -> b -> a"])
    let end = try sv(tree, "-d", "down", "e").lines
    #expect(Set(end.dropLast()) == ["ok: down: f: Ns", "ok: down: d: Ns"])
    #expect(end.last == "ok: down: e: Ns")
  }

  @Test func `takes no notice of dependents without a runsv`() throws {
    let tree = try tree(["a": Self.sleeping()])
    try tree.add("b", Self.sleeping("a"))
    #expect(try sv(tree, "-d", "down", "a").lines == ["ok: down: a: Ns"])
  }

  @Test func `needs a runsv for what is to come up`() throws {
    let tree = try tree(["b": Self.sleeping("a")])
    try tree.add("a", Self.sleeping())
    #expect(
      try sv(tree, "-d", "-w", "1", "up", "b").lines == [
        "warning: a: unable to open supervise/ok: file does not exist", "fail: b: its dependency a failed",
      ])
    #expect(tree.phase("b") == "down")
  }

  @Test(arguments: [
    "status", "check", "reload", "try-restart", "term", "kill", "pause", "hup", "force-stop", "force-restart", "D",
    "list",
    "wait", "tree", "lint",
  ])
  func `is for no other command`(command: String) throws {
    let outcome = try run("sv", ["-d", command, "a"], environment: ["SVDIR": "/nonexistent"])
    #expect(outcome.error == "usage: sv [-v] [-w sec] command service ...\n\n")
    #expect(outcome.output.isEmpty)
    #expect(outcome.code == 100)
  }
}
