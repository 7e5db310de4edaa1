import Foundation
import Testing

@Suite("The file dependencies", .ours("extensions.md: Dependencies"))
struct ExtensionDependencyFileTests {
  @Test func `is understood with DOS line ends and without a last newline`() throws {
    let tree = try ServiceTree([
      "db": TreeScript.member(), "web": ["run": TreeScript.sleeper, "dependencies": "db\r\n# text\r\n\r\n\tqueue \r"],
    ])
    try tree.start("db", "web")
    tree.wait(for: "waiting", of: "web")
    eventually { tree.detail("web")["waiting-for"] == "queue" }
    #expect(tree.supervisors["web"]?.error == "")
  }

  @Test func `has lines that no service can be called by reported, and starts`() throws {
    let long = String(repeating: "n", count: 256)
    let longest = String(repeating: " ", count: 400) + String(repeating: "m", count: 255)
    for (line, shown) in [(long, String(repeating: "n", count: 64) + "..."), ("../db", "../db"), (".db", ".db")] {
      let tree = try ServiceTree(["web": ["run": TreeScript.sleeper, "dependencies": line + "\n"]])
      try tree.start("web")
      tree.wait(for: "up", of: "web")
      #expect(tree.supervisors["web"]?.error == "runsv web: warning: ignoring invalid dependencies: \(shown)\n")
    }
    let tree = try ServiceTree(["web": ["run": TreeScript.sleeper, "dependencies": longest]])
    try tree.start("web")
    tree.wait(for: "waiting", of: "web")
  }
}

@Suite("Dependencies that are watched", .ours("issue 15: fs.inotify.max_user_instances"))
struct ExtensionDependencyWatchTests {
  @Test func `hold an inotify instance while they are needed, and none afterwards`() throws {
    let tree = try ServiceTree(["db": TreeScript.member(), "web": TreeScript.member(["db"])])
    try tree.start("db", "web")
    tree.wait(for: "ready", of: "web")
    let web = try #require(tree.supervisors["web"]).entry
    func instances() -> Int { web.descriptors.values.count { $0.contains("inotify") } }
    #expect(instances() == 1)
    tree.send("d", to: "web")
    tree.wait(for: "down", of: "web")
    eventually("no instance of a service that is down") { instances() == 0 }
    tree.send("u", to: "web")
    tree.wait(for: "ready", of: "web")
    eventually { instances() == 1 }
    try FileManager.default.removeItem(atPath: tree.place("web/dependencies"))
    tree.send("t", to: "web")
    eventually("no instance without dependencies") { instances() == 0 && tree.detail("web")["starts"] == "3" }
  }
}
