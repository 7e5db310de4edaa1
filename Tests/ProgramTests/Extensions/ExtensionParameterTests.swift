import Foundation
import Testing

@Suite("Bad values", .ours("extensions.md: Principles, 6"))
struct ExtensionParameterTests {
  static let values: [(String, String)] = [
    ("notification-fd", "2"), ("notification-fd", "2000000000"), ("check-interval", "often"), ("check-timeout", "0"),
    ("check-failures", "-1"), ("timeout-kill", "3 s"), ("timeout-finish", "5s"), ("down-signal", "SIGNIFICANT"),
    ("restart-delay", "200 100"), ("restart-limit", "5"), ("type", "bundle"),
  ]

  @Test(arguments: values)
  func `are named once, with service, file and value, and count as absent`(file: String, value: String) throws {
    let tree = try ServiceTree(["web": ["run": TreeScript.sleeper, file: " \(value) \nsecond line\n"]])
    try tree.start("web")
    for starts in 1...3 {
      eventually { tree.phase("web") == "up" && tree.detail("web")["starts"] == "\(starts)" }
      tree.send("du", to: "web")
    }
    #expect(tree.complaints(of: "web") == ["runsv web: warning: ignoring invalid \(file): \(value)"])
  }

  @Test func `are named again when they have been right in between`() throws {
    let tree = try ServiceTree(["web": ["run": TreeScript.sleeper, "timeout-kill": "x"]])
    try tree.start("web")
    for (starts, value) in [(1, "1000"), (2, "y"), (3, "z")] {
      eventually { tree.phase("web") == "up" && tree.detail("web")["starts"] == "\(starts)" }
      try tree.write("web/timeout-kill", value)
      tree.send("du", to: "web")
    }
    eventually { tree.detail("web")["starts"] == "4" }
    #expect(
      tree.complaints(of: "web") == [
        "runsv web: warning: ignoring invalid timeout-kill: x", "runsv web: warning: ignoring invalid timeout-kill: y",
      ])
  }

  @Test func `may be files that can't be read`() throws {
    let tree = try ServiceTree(["web": ["run": TreeScript.sleeper]])
    mkdir(tree.place("web/timeout-kill"), 0o755)
    try tree.start("web")
    tree.wait(for: "up", of: "web")
    #expect(tree.complaints(of: "web") == ["runsv web: warning: unable to read timeout-kill: is a directory"])
  }

  @Test func `that no file has make no difference for a service of runit`() throws {
    let tree = try ServiceTree(["web": ["run": TreeScript.sleeper, "metadata.json": "{}", "unknown-file": "x"]])
    try tree.start("web")
    tree.wait(for: "up", of: "web")
    #expect(tree.complaints(of: "web") == [])
  }
}
