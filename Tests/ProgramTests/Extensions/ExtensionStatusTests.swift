import Foundation
import Testing

/// What programs that know nothing of the extensions read: `supervise/stat`, `status` and `pid`.
@Suite("The state files in every phase", .ours("extensions.md: supervise/detail"), .withReference)
struct ExtensionStatusTests {
  /// A way into a phase, and what Debian's sv and the file `stat` say there.
  struct Case: CustomTestStringConvertible {
    let phase: String
    var services: [String: [String: String]] = [:]
    var commands = ""
    let stat: String
    let status: String
    var testDescription: String { phase + " " + stat }
  }

  static let deaf = "#!/bin/sh\ntrap '' TERM\necho >&3\nexec sleep 1000 3>&-\n"
  static let web = ["run": TreeScript.sleeper]
  static let stuck = web.merging(["finish": "#!/bin/sh\nexec sleep 1000\n"]) { $1 }

  static let cases = [
    Case(phase: "down", services: ["web": web.merging(["down": ""]) { $1 }], stat: "down", status: "down: web: Ns"),
    Case(
      phase: "waiting", services: ["web": TreeScript.member(["db"])], stat: "down",
      status: "down: web: Ns, normally up, want up"),
    Case(
      phase: "starting", services: ["web": web.merging(["notification-fd": "3"]) { $1 }], stat: "run",
      status: "run: web: (pid PID) Ns"),
    Case(phase: "up", services: ["web": web], stat: "run", status: "run: web: (pid PID) Ns"),
    Case(
      phase: "up", services: ["web": web], commands: "p", stat: "run, paused", status: "run: web: (pid PID) Ns, paused"),
    Case(phase: "ready", services: ["web": TreeScript.member()], stat: "run", status: "run: web: (pid PID) Ns"),
    Case(
      phase: "exiting", services: ["web": web, "need": TreeScript.member(["web"]).merging(["run": deaf]) { $1 }],
      commands: "x", stat: "run, want exit", status: "run: web: (pid PID) Ns, want down"),
    Case(
      phase: "stopping", services: ["web": ["run": deaf, "notification-fd": "3"]], commands: "d",
      stat: "run, got TERM, want down", status: "run: web: (pid PID) Ns, want down, got TERM"),
    Case(
      phase: "finish", services: ["web": stuck], commands: "t", stat: "finish", status: "finish: web: (pid PID) Ns"),
    Case(
      phase: "finish", services: ["web": stuck], commands: "d", stat: "finish, want down",
      status: "finish: web: (pid PID) Ns, want down"),
    Case(
      phase: "done", services: ["web": ["run": "#!/bin/sh\n", "type": "oneshot"]], stat: "down",
      status: "down: web: Ns, normally up, want up"),
    Case(
      phase: "failed", services: ["web": ["run": "#!/bin/sh\nexit 1\n", "restart-limit": "0 60"]], stat: "down",
      status: "down: web: Ns, normally up"),
  ]

  @Test(arguments: cases)
  func `are runit's`(case: Case) throws {
    let tree = try ServiceTree(`case`.services)
    try tree.start(Array(`case`.services.keys))
    if !`case`.commands.isEmpty {
      for name in `case`.services.keys { eventually { ["up", "ready"].contains(tree.phase(name)) } }
    }
    tree.send(`case`.commands, to: "web")
    eventually("\(`case`.phase)") {
      tree.phase("web") == `case`.phase && tree.place.read("web/supervise/stat") == `case`.stat + "\n"
    }
    // A finish is there for a moment before its process is.
    try eventually("\(`case`.status)") { try tree.referenceStatus("web") == `case`.status }
    let detail = tree.detail("web")
    #expect(tree.place.read("web/supervise/pid") == (detail["pid"].map { $0 + "\n" } ?? ""))
    let status = FileManager.default.contents(atPath: tree.place("web/supervise/status"))
    #expect(status?.count == 20)
    let runs = `case`.stat.hasPrefix("run") || `case`.stat.hasPrefix("finish")
    #expect((detail["pid"] != nil) == runs)
    for key in ["boot-id", "lock"] { #expect(detail[key] != nil, "the next runsv needs \(key)") }
    for key in tree.services { tree.send("k", to: key) }
  }

  @Test func `agree with each other at any time that status appears`() throws {
    let tree = try ServiceTree(["web": ["run": "#!/bin/sh\nexit 3\n", "restart-delay": "1\n"]])
    try tree.start("web")
    for _ in 0..<200 {
      // status is the last to be replaced: a detail that is read after it is at least as new.
      guard let before = FileManager.default.contents(atPath: tree.place("web/supervise/status")) else { continue }
      let phase = tree.phase("web")
      let after = FileManager.default.contents(atPath: tree.place("web/supervise/status"))
      guard before == after else { continue }
      #expect(["down", "up", "finish"].contains(phase))
    }
    eventually { Int(tree.detail("web")["starts"] ?? "") ?? 0 > 20 }
  }

  @Test func `tell the last end and when it was`() throws {
    let tree = try ServiceTree(["web": ["run": "#!/bin/sh\nkill -SEGV $$\n", "restart-delay": "60000\n"]])
    try tree.start("web")
    eventually { tree.detail("web")["last-exit"] == "signal SEGV" }
    #expect(tree.detail("web")["last-exit-at"]?.count == 25)
    eventually { !tree.place.exists("web/supervise/detail.new") }
  }
}
