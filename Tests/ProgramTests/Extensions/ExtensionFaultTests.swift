import Foundation
import Testing

@Suite("Faults", .ours("extensions.md: Dependencies"))
struct ExtensionFaultTests {
  @Test func `a dependency that is killed while dependents wait is waited for`() throws {
    let run = "#!/bin/sh\necho started >>../events\ntest -e good && echo >&3\nexec sleep 1000 3>&-\n"
    let tree = try ServiceTree([
      "db": ["run": run, "notification-fd": "3", "restart-delay": "50"], "web": TreeScript.member(["db"]),
      "job": TreeScript.member(["db", "web"]),
    ])
    try tree.start("db", "web", "job")
    tree.wait(for: "started")
    tree.wait(for: "waiting", of: "web", "job")
    for count in 2...4 {
      tree.killProcess(of: "db")
      tree.wait(for: "started", times: count)
    }
    #expect(tree.phase("web") == "waiting")
    try tree.write("db/good", "")
    tree.killProcess(of: "db")
    tree.wait(for: "ready", of: "db", "web", "job")
  }

  @Test func `a dependency whose runsv is killed while dependents wait is waited for`() throws {
    var db = TreeScript.member()
    db["run"] = "#!/bin/sh\ntest -e good && echo >&3\nexec sleep 1000 3>&-\n"
    let tree = try ServiceTree(["db": db, "web": TreeScript.member(["db"])])
    try tree.start("db", "web")
    tree.wait(for: "waiting", of: "web")
    tree.wait(for: "starting", of: "db")
    let orphan = tree.process("db")
    tree.supervisors["db"]?.signal(SIGKILL)
    #expect(tree.ending(of: "db") == .signalled(SIGKILL))
    Self.killOrphan(orphan)
    #expect(tree.phase("web") == "waiting")
    try tree.write("db/good", "")
    try tree.start("db")
    tree.wait(for: "ready", of: "web")
  }

  /// Kills what a killed runsv left behind; until it is dead, the next one would adopt it, and what it was told.
  private static func killOrphan(_ process: pid_t) {
    kill(process, SIGKILL)
    eventually { !ProcessEntry(process).isAlive }
  }

  /// A way into each phase in which runsv can be killed; a second service may be in need of `web`.
  static let phases: [(String, [String: String], commands: String)] = [
    ("down", ["run": TreeScript.sleeper, "down": ""], ""),
    ("waiting", TreeScript.member(["db", "missing"]), ""),
    ("starting", ["run": TreeScript.sleeper, "notification-fd": "3"], ""),
    ("up", ["run": TreeScript.sleeper], ""),
    ("ready", TreeScript.member(["db"]), ""),
    ("exiting", ["run": TreeScript.sleeper], "x"),
    ("stopping", TreeScript.member(["db"]).merging(["run": ExtensionStatusTests.deaf]) { $1 }, "d"),
    ("finish", ["run": TreeScript.sleeper, "finish": "#!/bin/sh\nexec sleep 1000\n"], "t"),
    ("done", ["run": "#!/bin/sh\n", "type": "oneshot", "dependencies": "db"], ""),
    ("failed", ["run": "#!/bin/sh\nexit 1\n", "restart-limit": "0 60"], ""),
  ]

  @Test(arguments: phases)
  func `a runsv that is killed holds nobody up, and another takes its place`(
    phase: String, files: [String: String], commands: String
  ) throws {
    let need = TreeScript.member(["web"]).merging(["run": ExtensionStatusTests.deaf]) { $1 }
    let tree = try ServiceTree(["db": TreeScript.member(), "web": files, "need": need])
    try tree.start("db", "web")
    if phase == "exiting" {
      try tree.start("need")
      tree.wait(for: "ready", of: "need")
    } else if !commands.isEmpty {
      eventually { ["up", "ready"].contains(tree.phase("web")) }
    }
    tree.send(commands, to: "web")
    tree.wait(for: phase, of: "web")
    let orphan = tree.process("web")
    tree.supervisors["web"]?.signal(SIGKILL)
    #expect(tree.ending(of: "web") == .signalled(SIGKILL))
    eventually { !tree.isSupervised("web") }  // a child just born has its descriptors until it is its own program
    tree.terminate("db")
    #expect(tree.ending(of: "db") == .exited(0), "the kernel has let go of it")
    if orphan != 0 { Self.killOrphan(orphan) }

    try tree.write("web/run", TreeScript.notifier)
    for file in ["down", "type", "finish", "restart-limit"] { unlink(tree.place("web/" + file)) }
    try tree.write("web/notification-fd", "3")
    try tree.write("web/dependencies", "db")
    try tree.start("db", "web")
    if ["stopping", "failed"].contains(phase) { tree.send("u", to: "web") }  // it remains as it was
    tree.wait(for: "ready", of: "web", "db")
    tree.supervisors["need"]?.signal(SIGKILL)
    _ = tree.ending(of: "need")
    tree.terminate("web", "db")
    #expect(tree.ending(of: "web") == .exited(0))
    #expect(tree.ending(of: "db") == .exited(0))
  }
}
