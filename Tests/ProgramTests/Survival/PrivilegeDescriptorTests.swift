import Foundation
import Testing

/// What is open in the programs of a service: `ls` lists its own look into the directory too, as the lowest free number.
@Suite("Of descriptors")
struct PrivilegeDescriptorTests {
  private static func list(_ file: String, then rest: String) -> String {
    "#!/bin/sh\nls /proc/self/fd | tr '\\n' ' ' >\(file).new && mv \(file).new \(file)\n\(rest)\n"
  }

  @Test func `every script of a service gets the three, and the logger too`() throws {
    let fixture = try ServiceFixture([
      "run": Self.list("fds.run", then: "exec sleep 1000"), "finish": Self.list("fds.finish", then: ""),
      "control/t": Self.list("fds.t", then: "exit 1"), "control/h": Self.list("fds.h", then: ""),
      "control/u": Self.list("fds.u", then: ""), "log/run": Self.list("../fds.log", then: "exec cat"),
    ])
    try fixture.start(until: "run")
    eventually { fixture.exists("fds.run") }
    fixture.service.send("h")
    eventually { fixture.exists("fds.h") }
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    for script in ["run", "finish", "t", "h", "u", "log"] {
      eventually { fixture.exists("fds.\(script)") }
      #expect(fixture.read("fds.\(script)") == "0 1 2 3 ", "\(script)")
    }
  }

  @Test(.ours("extensions.md: check, notification-fd"))
  func `a service gets its notification-fd as well, and its check does not`() throws {
    let fixture = try ServiceFixture([
      "run": Self.list("fds.run", then: "exec sleep 1000"), "notification-fd": "7\n",
    ])
    try fixture.start(until: "run")
    eventually { fixture.exists("fds.run") }
    #expect(fixture.read("fds.run") == "0 1 2 3 7 ")
    let checked = try ServiceFixture([
      "run": Script.sleeper, "check": Self.list("fds.check", then: ""), "check-interval": "100\n",
    ])
    try checked.start(until: "run")
    eventually { checked.exists("fds.check") }
    #expect(checked.read("fds.check") == "0 1 2 3 ")
  }

  @Test(.ours("extensions.md: COMMAND")) func `the main program of a tree gets the three`() throws {
    let scan = try ScanFixture()
    let tree = try scan.start(then: ["--", "sh", "-c", "ls /proc/self/fd | tr '\\n' ' '"])
    #expect(tree.wait() == .exited(0))
    #expect(tree.output == "0 1 2 3 ")
  }

  @Test func `a runsv gets the three`() throws {
    let scan = try ScanFixture(first: "ls /proc/self/fd | tr '\\n' ' ' >\"$STARTS.fds\"")
    try scan.enable("web")
    let tree = try scan.start()
    eventually { scan.isRunning("web") }
    #expect(scan.directory.read("starts.fds") == "0 1 2 3 ")
    tree.signal(SIGTERM)
    #expect(tree.wait() != nil)
  }
}
