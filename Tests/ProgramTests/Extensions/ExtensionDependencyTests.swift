import Foundation
import Testing

@Suite("Dependencies", .ours("extensions.md: Dependencies"))
struct ExtensionDependencyTests {
  @Test func `are waited for until they are ready`() throws {
    let tree = try ServiceTree([
      "db": ["run": TreeScript.sleeper, "check": "#!/bin/sh\ntest -e good\n", "check-interval": "50\n"],
      "web": TreeScript.member(["db"]),
    ])
    try tree.start("db", "web")
    tree.wait(for: "waiting", of: "web")
    tree.wait(for: "starting", of: "db")
    #expect(tree.detail("web")["waiting-for"] == "db")
    try eventually { try tree.referenceStatus("web") == "down: web: Ns, normally up, want up" }
    try tree.write("db/good", "")
    tree.wait(for: "ready", of: "web")
    #expect(tree.detail("web")["waiting-for"] == nil)
  }

  @Test func `are named in dependencies.d as well, and in lines with blanks and comments`() throws {
    let tree = try ServiceTree([
      "web": ["run": TreeScript.sleeper, "dependencies": "# what it needs\n\n \tdb \n#cache\n"]
    ])
    try tree.write("web/dependencies.d/queue", "")
    try tree.write("web/dependencies.d/db", "")
    try tree.start("web")
    tree.wait(for: "waiting", of: "web")
    eventually { tree.detail("web")["waiting-for"] == "db queue" }
  }

  @Test func `may be missing, and are waited for visibly until they appear`() throws {
    let tree = try ServiceTree(["web": TreeScript.member(["db"])])
    try tree.start("web")
    eventually { tree.detail("web")["waiting-for"] == "db" }
    try tree.add("db", TreeScript.member())
    try tree.start("db")
    tree.wait(for: "ready", of: "web")
    #expect(tree.events == ["start db", "start web"])
  }

  @Test func `may be links to directories elsewhere, and siblings stay siblings`() throws {
    let tree = try ServiceTree(["elsewhere/one": TreeScript.member(["two"]), "elsewhere/other": TreeScript.member()])
    symlink("elsewhere/one", tree.place("web"))
    symlink("elsewhere/other", tree.place("two"))
    try tree.start("web", "two")
    tree.wait(for: "ready", of: "web", "two")
  }

  @Test func `may have supervise as a link to a place that does not exist yet`() throws {
    let tree = try ServiceTree(["db": TreeScript.member(), "web": TreeScript.member(["db"])])
    symlink(tree.place("run/deep/supervise.db"), tree.place("db/supervise"))
    try tree.start("web")
    tree.wait(for: "waiting", of: "web")
    try tree.start("db")
    tree.wait(for: "ready", of: "web")
  }

  /// The kernel has only so many instances and watches of inotify for each user; here it has none.
  static let limits = [
    ("instances", "process cannot open more files"), ("watches", "out of disk space"),
  ]

  @Test(arguments: limits)
  func `are looked at each second when no news of them can be had`(limit: String, error: String) throws {
    let tree = try ServiceTree(["db": TreeScript.member(), "web": TreeScript.member(["db"])])
    let script = "echo 0 >/proc/sys/user/max_inotify_\(limit) && exec \(Programs.path("runsv")) web"
    let web = try RunningProgram("/usr/bin/unshare", ["unshare", "-Ur", "sh", "-c", script], in: tree.place.path)
    tree.wait(for: "waiting", of: "web")
    #expect(
      web.error == "runsv web: warning: unable to watch ./dependencies, looking each second "
        + "(fs.inotify.max_user_\(limit)): \(error)\n")
    // Nor does the program hear more that is executed in its place.
    web.signal(SIGUSR1)
    eventually("the program anew") { web.entry.environment.contains { $0.hasPrefix("RUNIT_HANDOVER=") } }
    for round in 1...2 {
      try tree.start("db")
      tree.wait(for: "ready", of: "db")
      tree.wait(for: "ready", of: "web", within: 20)
      // The other way round the FIFO tells, but that db is about to go has to be seen.
      tree.terminate("db")
      #expect(tree.ending(of: "db", within: 20) == .exited(0), "round \(round)")
      tree.wait(for: "waiting", of: "web", within: 20)
    }
    #expect(
      tree.events.filter { $0.hasPrefix("st") }.suffix(4) == [
        "start db", "start web", "stop web -1 15", "stop db -1 15",
      ])
    web.signal(SIGTERM)
    #expect(web.wait() == .exited(0))
  }

  @Test(.asRoot) func `may have been elsewhere in an earlier life`() throws {
    let db = "runit-test-\(UUID().uuidString)"
    let elsewhere = "/run/runit/supervise." + db
    try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: elsewhere) }
    let tree = try ServiceTree([db: TreeScript.member(), "web": TreeScript.member([db])])
    try tree.start("web")
    tree.wait(for: "waiting", of: "web")
    try tree.start(db)
    tree.wait(for: "ready", of: "web")
  }

  @Test(.withReference) func `are ready when they run under runit's own runsv`() throws {
    let tree = try ServiceTree(["db": ["run": TreeScript.sleeper], "web": TreeScript.member(["db"])])
    try tree.start("web")
    tree.wait(for: "waiting", of: "web")
    let runsv = try RunningProgram(Programs.reference + "/runsv", ["runsv", "db"], in: tree.place.path)
    tree.wait(for: "ready", of: "web")
    runsv.signal(SIGTERM)
    #expect(runsv.wait() == .exited(0))
    #expect(tree.phase("web") == "ready", "it knows nothing of dependents")
  }

  @Test func `are waited for when their operator wants them down`() throws {
    let tree = try ServiceTree([
      "db": TreeScript.member().merging(["down": ""]) { $1 }, "web": TreeScript.member(["db"]),
    ])
    try tree.start("db", "web")
    tree.wait(for: "waiting", of: "web")
    tree.send("u", to: "db")
    tree.wait(for: "ready", of: "web")
  }

  @Test func `take nobody along when they die, restart or are taken down`() throws {
    let tree = try ServiceTree(["db": TreeScript.member(), "web": TreeScript.member(["db"])])
    try tree.start("db", "web")
    tree.wait(for: "ready", of: "db", "web")
    let web = tree.process("web")
    tree.send("t", to: "db")
    tree.wait(for: "start db", times: 2)
    tree.wait(for: "ready", of: "db")
    tree.killProcess(of: "db")
    tree.wait(for: "start db", times: 3)
    tree.wait(for: "ready", of: "db")
    tree.send("d", to: "db")
    tree.wait(for: "down", of: "db")
    #expect(tree.phase("web") == "ready")
    #expect(tree.process("web") == web)
    // But the next start of web waits.
    tree.send("t", to: "web")
    tree.wait(for: "waiting", of: "web")
  }

  @Test func `go last when everything is told to exit`() throws {
    let tree = try ServiceTree([
      "a": TreeScript.member(), "b": TreeScript.member(["a"]), "c": TreeScript.member(["b"]),
      "d": TreeScript.member(["a", "c"]),
    ])
    try tree.start("d", "c", "b", "a")
    tree.wait(for: "ready", of: "a", "b", "c", "d")
    tree.terminate("a", "b", "c", "d")
    for name in ["a", "b", "c", "d"] { #expect(tree.ending(of: name) == .exited(0)) }
    #expect(tree.events.prefix(4) == ["start a", "start b", "start c", "start d"])
    #expect(tree.events.dropFirst(4) == ["stop d -1 15", "stop c -1 15", "stop b -1 15", "stop a -1 15"])
  }

  @Test func `that exit alone take down what needs them first, and it waits for their return`() throws {
    let tree = try ServiceTree([
      "a": TreeScript.member(), "b": TreeScript.member(["a"]), "c": TreeScript.member(["b"]),
    ])
    try tree.start("a", "b", "c")
    tree.wait(for: "ready", of: "a", "b", "c")
    tree.terminate("a")
    #expect(tree.ending(of: "a") == .exited(0))
    #expect(tree.events.dropFirst(3) == ["stop c -1 15", "stop b -1 15", "stop a -1 15"])
    tree.wait(for: "waiting", of: "b", "c")
    try eventually { try tree.referenceStatus("c") == "down: c: Ns, normally up, want up" }
    try tree.start("a")
    tree.wait(for: "ready", of: "a", "b", "c")
  }

  @Test func `that exit show it until nobody needs them`() throws {
    var stubborn = TreeScript.member(["a"])
    stubborn["run"] = "#!/bin/sh\ntrap '' TERM\necho >&3\nexec sleep 1000 3>&-\n"
    let tree = try ServiceTree(["a": TreeScript.member(), "b": stubborn])
    try tree.start("a", "b")
    tree.wait(for: "ready", of: "a", "b")
    tree.send("x", to: "a")
    tree.wait(for: "stopping", of: "b")
    #expect(tree.phase("a") == "exiting")
    #expect(tree.detail("a")["pid"] != nil)
    try eventually { try tree.referenceStatus("a") == "run: a: (pid PID) Ns, want down" }
    tree.send("k", to: "b")
    #expect(tree.ending(of: "a") == .exited(0))
  }

  @Test func `let go of an exit that is taken back`() throws {
    var stubborn = TreeScript.member(["a"])
    stubborn["run"] = "#!/bin/sh\ntrap '' TERM\necho >&3\nexec sleep 1000 3>&-\n"
    let tree = try ServiceTree(["a": TreeScript.member(), "b": stubborn])
    try tree.start("a", "b")
    tree.wait(for: "ready", of: "a", "b")
    tree.send("x", to: "a")
    tree.wait(for: "stopping", of: "b")
    tree.send("u", to: "a")
    tree.wait(for: "ready", of: "a")
    tree.send("k", to: "b")
    eventually { tree.detail("b")["starts"] == "2" }
    tree.wait(for: "ready", of: "a", "b")
  }

  @Test func `are no ties any more when the file has changed and the service was started again`() throws {
    let tree = try ServiceTree(["a": TreeScript.member(), "b": TreeScript.member(["a"])])
    try tree.start("a", "b")
    tree.wait(for: "ready", of: "a", "b")
    try tree.write("b/dependencies", "")
    tree.terminate("a")
    tree.wait(for: "stop b -1 15")
    #expect(tree.ending(of: "a") == .exited(0), "until then they are")
    tree.wait(for: "ready", of: "b")
  }

  static let cycles: [([String: [String]], [String: String])] = [
    (["a": ["b"], "b": ["a"]], ["a": "a -> b -> a", "b": "b -> a -> b"]),
    (["a": ["a"]], ["a": "a -> a"]),
    (["a": ["b"], "b": ["c"], "c": ["a"]], ["a": "a -> b -> c -> a"]),
  ]

  @Test(arguments: cycles)
  func `that lead back to the service are reported with their path`(
    graph: [String: [String]], reasons: [String: String]
  ) throws {
    let tree = try ServiceTree(graph.mapValues { TreeScript.member($0) })
    try tree.start(Array(graph.keys))
    for (name, path) in reasons {
      tree.wait(for: "failed", of: name)
      #expect(tree.detail(name)["reason"] == "dependency cycle: " + path)
    }
    #expect(tree.events.isEmpty)
    try tree.write("a/dependencies", "")
    tree.send("u", to: "a")
    tree.wait(for: "ready", of: "a")
  }

  @Test func `that lead back but do not exist as a cycle any more start after u`() throws {
    let tree = try ServiceTree(["a": TreeScript.member(["b"]), "b": TreeScript.member(["a"])])
    try tree.start("a", "b")
    tree.wait(for: "failed", of: "a", "b")
    try tree.write("b/dependencies", "")
    tree.send("u", to: "a")
    tree.send("u", to: "b")
    tree.wait(for: "ready", of: "a", "b")
  }

  @Test func `that have names no service can have are named and ignored`() throws {
    let tree = try ServiceTree(["web": TreeScript.member(["../db"])])
    try tree.start("web")
    tree.wait(for: "ready", of: "web")
    #expect(tree.complaints(of: "web") == ["runsv web: warning: ignoring invalid dependencies: ../db"])
  }

  @Test func `are at most 64`() throws {
    let names = (0..<65).map { "s\($0)" }
    let tree = try ServiceTree(["web": TreeScript.member(names)])
    try tree.start("web")
    tree.wait(for: "waiting", of: "web")
    #expect(
      tree.complaints(of: "web") == ["runsv web: warning: ignoring all but the first 64 names in dependencies"])
  }
}
