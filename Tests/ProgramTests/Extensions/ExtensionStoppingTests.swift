import Foundation
import Testing

@Suite("Stopping", .ours("extensions.md: Stopping"))
struct ExtensionStoppingTests {
  /// A daemon that does not listen to TERM, and says when it is deaf.
  static let deaf = "#!/bin/sh\ntrap '' TERM\necho deaf >>../events\nexec sleep 1000\n"

  @Test(arguments: ["d", "t", "x"])
  func `kills a service that outlives timeout-kill`(command: String) throws {
    let tree = try ServiceTree(["web": ["run": Self.deaf, "finish": TreeScript.finish, "timeout-kill": "200\n"]])
    try tree.start("web")
    tree.wait(for: "deaf")
    let begin = Date()
    tree.send(command, to: "web")
    tree.wait(for: "stop web -1 9")
    #expect(Date().timeIntervalSince(begin) >= 0.2)
  }

  @Test func `waits for ever without timeout-kill`() throws {
    let tree = try ServiceTree(["web": ["run": Self.deaf, "finish": TreeScript.finish, "timeout-kill": "0\n"]])
    try tree.start("web")
    tree.wait(for: "deaf")
    tree.send("d", to: "web")
    tree.wait(for: "stopping", of: "web")
    #expect(tree.process("web") > 0)
    tree.send("k", to: "web")
    tree.wait(for: "stop web -1 9")
    tree.wait(for: "down", of: "web")
  }

  @Test func `kills a finish that outlives timeout-finish and goes on`() throws {
    let finish = "#!/bin/sh\necho finish >>../events\nexec sleep 1000\n"
    let tree = try ServiceTree(["web": ["run": TreeScript.sleeper, "finish": finish, "timeout-finish": "2000\n"]])
    try tree.start("web")
    tree.wait(for: "up", of: "web")
    tree.send("d", to: "web")
    tree.wait(for: "finish")
    tree.wait(for: "down", of: "web")
    tree.send("u", to: "web")
    tree.wait(for: "up", of: "web")
    tree.send("t", to: "web")
    tree.wait(for: "finish", times: 2)
    eventually { tree.detail("web")["starts"] == "3" }
  }

  static let signals: [(command: String, value: String, number: Int)] = [
    ("d", "INT\n", 2), ("d", "SIGQUIT\n", 3), ("x", "10\n", 10), ("t", "HUP\n", 15),
  ]

  @Test(arguments: signals)
  func `sends the down-signal for d and x, never for t`(command: String, value: String, number: Int) throws {
    let tree = try ServiceTree([
      "web": ["run": TreeScript.sleeper, "finish": TreeScript.finish, "down-signal": value]
    ])
    try tree.start("web")
    tree.wait(for: "up", of: "web")
    tree.send(command, to: "web")
    tree.wait(for: "stop web -1 \(number)")
  }

  @Test func `sends CONT after the down-signal, so that a paused service ends`() throws {
    let tree = try ServiceTree([
      "web": ["run": TreeScript.sleeper, "finish": TreeScript.finish, "down-signal": "HUP\n"]
    ])
    try tree.start("web")
    tree.wait(for: "up", of: "web")
    tree.send("pd", to: "web")
    tree.wait(for: "stop web -1 1")
  }

  @Test func `is answered while a control script hangs`() throws {
    let tree = try ServiceTree([
      "web": ["run": TreeScript.sleeper, "control/t": "#!/bin/sh\necho asked >>../events\nexec sleep 1000\n"]
    ])
    try tree.start("web")
    tree.wait(for: "up", of: "web")
    tree.send("t", to: "web")
    tree.wait(for: "asked")
    tree.send("k", to: "web")
    eventually { tree.detail("web")["last-exit"] == "signal KILL" }
  }

  @Test func `kills a control script after 30 seconds, whatever is commanded`() throws {
    let script = "#!/bin/sh\n\(Script.recordBirth) >>../events\nexec sleep 1000\n"
    let tree = try ServiceTree(["web": ["run": Script.recorder(endingAt: ["TERM"]), "control/t": script]])
    try tree.start("web")
    eventually { tree.place.read("web/events") == "ready\n" }
    tree.send("t", to: "web")
    eventually("the script") { !tree.events.isEmpty }
    let birth = try #require(Script.seconds(tree.events).first)
    var next = Date()
    eventually(within: 60, "TERM, since the script was killed") {
      if Date() >= next {
        tree.send("h", to: "web")
        next += 1
      }
      return tree.place.read("web/events")?.contains("TERM\n") == true
    }
    let uptime = try String(contentsOfFile: "/proc/uptime", encoding: .utf8)
    let now = try #require(uptime.split(separator: " ").first.flatMap { Double($0) })
    #expect(now - birth >= 29)
  }

  @Test func `ignores a control script that died of a signal`() throws {
    let tree = try ServiceTree([
      "web": ["run": TreeScript.sleeper, "control/t": "#!/bin/sh\nkill -9 $$\n", "finish": TreeScript.finish]
    ])
    try tree.start("web")
    tree.wait(for: "up", of: "web")
    tree.send("t", to: "web")
    tree.wait(for: "stop web -1 15")
  }

  @Test func `lets a life go on that control/t has seen to`() throws {
    let tree = try ServiceTree([
      "web": [
        "run": TreeScript.sleeper, "control/t": "#!/bin/sh\necho reload >>../events\n", "check": "#!/bin/sh\n",
        "check-interval": "50\n",
      ]
    ])
    try tree.start("web")
    tree.wait(for: "ready", of: "web")
    let process = tree.process("web")
    tree.send("t", to: "web")
    tree.wait(for: "reload")
    tree.send("h", to: "web")
    eventually { tree.detail("web")["last-exit"] == "signal HUP" }
    #expect(tree.process("web") != process)
  }
}
