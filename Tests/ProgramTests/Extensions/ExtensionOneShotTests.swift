import Foundation
import Testing

@Suite("One-shots", .ours("extensions.md: One-shots"))
struct ExtensionOneShotTests {
  static let files = [
    "type": "oneshot\n", "run": "#!/bin/sh\necho run >>../events\n", "finish": TreeScript.finish,
  ]

  @Test func `are done after exit 0, which is down and wanted up on the wire`() throws {
    let tree = try ServiceTree(["mount": Self.files])
    try tree.start("mount")
    tree.wait(for: "done", of: "mount")
    #expect(tree.events == ["run"], "no finish: that is the undoing")
    try eventually { try tree.referenceStatus("mount") == "down: mount: Ns, normally up, want up" }
    tree.send("u", to: "mount")
    tree.send("d", to: "mount")
    tree.wait(for: "stop mount 0 0")
    #expect(tree.events == ["run", "stop mount 0 0"])
    tree.wait(for: "down", of: "mount")
    try eventually { try tree.referenceStatus("mount") == "down: mount: Ns, normally up" }
  }

  @Test func `are undone and run again by sv restart`() throws {
    let tree = try ServiceTree(["mount": Self.files])
    try tree.start("mount")
    tree.wait(for: "done", of: "mount")
    tree.send("tcu", to: "mount")
    tree.wait(for: "run", times: 2)
    #expect(tree.events == ["run", "stop mount 0 0", "run"])
  }

  @Test func `are tried again after any other exit, within restart-limit`() throws {
    let run = "#!/bin/sh\necho run >>../events\ntest -e good\n"
    let tree = try ServiceTree([
      "mount": ["type": "oneshot\n", "run": run, "restart-delay": "10\n", "restart-limit": "4 60\n"]
    ])
    try tree.start("mount")
    tree.wait(for: "failed", of: "mount")
    #expect(tree.events.count == 5)
    try tree.write("mount/good", "")
    tree.send("u", to: "mount")
    tree.wait(for: "done", of: "mount")
  }

  @Test func `are undone before runsv exits`() throws {
    let tree = try ServiceTree(["mount": Self.files])
    try tree.start("mount")
    tree.wait(for: "done", of: "mount")
    tree.terminate("mount")
    #expect(tree.ending(of: "mount") == .exited(0))
    #expect(tree.events == ["run", "stop mount 0 0"])
  }

  @Test func `count as ready for those that need them, and are undone after them`() throws {
    let tree = try ServiceTree(["mount": Self.files, "web": TreeScript.member(["mount"])])
    try tree.start("web")
    tree.wait(for: "waiting", of: "web")
    try tree.start("mount")
    tree.wait(for: "ready", of: "web")
    tree.terminate("mount", "web")
    #expect(tree.ending(of: "mount") == .exited(0))
    #expect(tree.events == ["run", "start web", "stop web -1 15", "stop mount 0 0"])
  }
}
