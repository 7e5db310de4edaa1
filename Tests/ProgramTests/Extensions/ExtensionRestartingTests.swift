import Foundation
import Testing

@Suite("Restarting", .ours("extensions.md: Restarting"))
struct ExtensionRestartingTests {
  /// A daemon that writes when it started, in milliseconds, and fails.
  static let failing = "#!/bin/sh\ndate +%s%3N >>../events\nexit 7\n"

  /// The times between the starts, in milliseconds.
  private func pauses(_ tree: ServiceTree) -> [Int] {
    let times = tree.events.compactMap { Int($0) }
    return zip(times, times.dropFirst()).map { $1 - $0 }
  }

  @Test func `keeps starts FIRST apart`() throws {
    let tree = try ServiceTree(["web": ["run": Self.failing, "restart-delay": "100\n"]])
    try tree.start("web")
    eventually { tree.events.count >= 10 }
    let pauses = pauses(tree)
    #expect(pauses.reduce(0, +) >= pauses.count * 50, "what is written is the time of date, not of the start")
    #expect(try #require(pauses.min()) < 900, "not runit's second")
  }

  @Test func `doubles the pause up to MAX and begins anew after a long life`() throws {
    let run = "#!/bin/sh\ndate +%s%3N >>../events\ntest -e long && exec sleep 1000\nexit 7\n"
    let tree = try ServiceTree(["web": ["run": run, "restart-delay": "400 1600\n"]])
    try tree.start("web")
    eventually("it has doubled twice, at least") { pauses(tree).max() ?? 0 >= 1_500 }
    try tree.write("web/long", "")
    tree.wait(for: "up", of: "web")
    eventually { tree.process("web") > 0 && ProcessEntry(tree.process("web")).arguments.first == "sleep" }
    let start = try #require(tree.events.last.flatMap { Int($0) })
    eventually("a life longer than MAX") { Int(Date().timeIntervalSince1970 * 1000) > start + 1_700 }
    unlink(tree.place("web/long"))
    let count = tree.events.count
    tree.send("k", to: "web")
    eventually { tree.events.count >= count + 3 }
    #expect(try #require(pauses(tree).dropFirst(count).prefix(2).min()) < 1_500)
  }

  @Test func `is failed after more than COUNT deaths within SECONDS, until u`() throws {
    let tree = try ServiceTree([
      "web": ["run": Self.failing, "restart-delay": "10\n", "restart-limit": "3 60\n"]
    ])
    try tree.start("web")
    tree.wait(for: "failed", of: "web")
    #expect(tree.events.count == 4)
    #expect(tree.detail("web")["reason"] == "restart-limit reached")
    #expect(tree.detail("web")["last-exit"] == "exit 7")
    #expect(tree.detail("web")["starts"] == "4")
    try eventually { try tree.referenceStatus("web") == "down: web: Ns, normally up" }  // status follows detail
    tree.send("u", to: "web")
    eventually { tree.events.count == 8 }
    tree.wait(for: "failed", of: "web")
    tree.send("o", to: "web")
    eventually { tree.events.count == 9 }
  }

  @Test func `is failed at once by a finish that exits 125, with restart-limit only`() throws {
    let files = ["run": Self.failing, "finish": "#!/bin/sh\nexit 125\n", "restart-delay": "10\n"]
    let tree = try ServiceTree([
      "with": files.merging(["restart-limit": "20 60\n"]) { $1 }, "without": files,
    ])
    try tree.start("with", "without")
    tree.wait(for: "failed", of: "with")
    #expect(tree.detail("with")["starts"] == "1")
    #expect(tree.detail("with")["reason"] == "finish exited 125")
    eventually { Int(tree.detail("without")["starts"] ?? "") ?? 0 >= 3 }
  }

  @Test func `does not count what the operator stopped`() throws {
    let tree = try ServiceTree([
      "web": ["run": TreeScript.sleeper, "restart-delay": "10\n", "restart-limit": "0 60\n"]
    ])
    try tree.start("web")
    for count in 1...3 {
      eventually { tree.detail("web")["starts"] == "\(count)" && tree.phase("web") == "up" }
      tree.send("t", to: "web")
    }
    eventually { tree.detail("web")["starts"] == "4" }
    tree.killProcess(of: "web")
    tree.wait(for: "failed", of: "web")
    #expect(tree.detail("web")["last-exit"] == "signal KILL")
  }

  @Test func `reads its files afresh at each start`() throws {
    let tree = try ServiceTree(["web": ["run": Self.failing, "restart-delay": "60000\n"]])
    try tree.start("web")
    eventually { tree.detail("web")["last-exit"] != nil }
    try tree.write("web/restart-delay", "10\n")
    tree.send("u", to: "web")
    eventually { tree.events.count >= 4 }
  }
}
