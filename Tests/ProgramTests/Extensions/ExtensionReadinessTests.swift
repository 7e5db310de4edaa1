import Foundation
import Testing

@Suite("Readiness", .ours("extensions.md: Readiness"))
struct ExtensionReadinessTests {
  @Test func `is not tracked without the files`() throws {
    let tree = try ServiceTree(["web": ["run": TreeScript.sleeper]])
    try tree.start("web")
    tree.wait(for: "up", of: "web")
    #expect(tree.detail("web")["ready-since"] == nil)
  }

  @Test func `comes with a newline on the descriptor of notification-fd`() throws {
    let run = "#!/bin/sh\nmkfifo go\nprintf 'almost' >&4\nread x <go\necho >&4\nexec sleep 1000\n"
    let tree = try ServiceTree(["web": ["run": run, "notification-fd": "4\n"]])
    try tree.start("web")
    tree.wait(for: "starting", of: "web")
    eventually { tree.place.exists("web/go") }
    #expect(tree.phase("web") == "starting")
    eventually("a reader") {
      let go = open(tree.place("web/go"), O_WRONLY | O_NONBLOCK)
      defer { close(go) }
      return write(go, "x\n", 2) == 2
    }
    tree.wait(for: "ready", of: "web")
    #expect(tree.detail("web")["ready-since"]?.hasPrefix("@4000") == true)
    #expect(tree.process("web") > 0)
  }

  @Test func `comes through a helper that outlives nobody, though run is the daemon itself`() throws {
    let run = "#!/bin/sh\n(until test -e healthy; do sleep 0.02; done; echo >&3) &\nexec sleep 1000 3>&-\n"
    let tree = try ServiceTree(["web": ["run": run, "notification-fd": "3\n"]])
    try tree.start("web")
    tree.wait(for: "starting", of: "web")
    try tree.write("web/healthy", "")
    tree.wait(for: "ready", of: "web")
  }

  @Test func `never comes when the descriptor is closed early`() throws {
    let run = "#!/bin/sh\nexec 3>&-\necho closed >>../events\nexec sleep 1000\n"
    let tree = try ServiceTree(["web": ["run": run, "notification-fd": "3\n"], "other": TreeScript.member(["web"])])
    try tree.start("web", "other")
    tree.wait(for: "closed")
    tree.wait(for: "waiting", of: "other")
    tree.wait(for: "starting", of: "web")
    #expect(tree.detail("other")["waiting-for"] == "web")
    // A new life is a new chance.
    try tree.write("web/run", TreeScript.notifier)
    tree.send("t", to: "web")
    tree.wait(for: "ready", of: "web", "other")
  }

  @Test func `comes with a check that succeeds, and asks it again once an interval`() throws {
    let check = "#!/bin/sh\necho check >>../events\ntest -e good\n"
    let tree = try ServiceTree([
      "web": ["run": TreeScript.sleeper, "check": check, "check-interval": "100\n"]
    ])
    try tree.start("web")
    tree.wait(for: "check", times: 3)
    #expect(tree.phase("web") == "starting")
    try tree.write("web/good", "")
    tree.wait(for: "ready", of: "web")
    let count = tree.events.count
    tree.wait(for: "check", times: count + 3)
  }

  @Test func `is lost by failing checks, and the service restarted`() throws {
    let tree = try ServiceTree([
      "web": [
        "run": TreeScript.sleeper, "check": "#!/bin/sh\ntest -e good\n", "check-interval": "50\n",
        "check-failures": "2\n", "finish": TreeScript.finish, "down-signal": "HUP\n", "good": "",
      ]
    ])
    try tree.start("web")
    tree.wait(for: "ready", of: "web")
    unlink(tree.place("web/good"))
    tree.wait(for: "stop web -1 1")
    eventually { tree.detail("web")["starts"] == "2" }
    try tree.write("web/good", "")
    tree.wait(for: "ready", of: "web")
  }

  @Test func `is not found by a check that hangs, which is killed`() throws {
    let check = "#!/bin/sh\necho check >>../events\ntest -e good || exec sleep 1000\n"
    let tree = try ServiceTree([
      "web": ["run": TreeScript.sleeper, "check": check, "check-interval": "50\n", "check-timeout": "100\n"]
    ])
    try tree.start("web")
    tree.wait(for: "check", times: 3)
    #expect(tree.phase("web") == "starting")
    let children = ProcessTable.children(of: try #require(tree.supervisors["web"]).id).filter(\.isAlive)
    #expect(children.count <= 2, "run, and one check at most")
    try tree.write("web/good", "")
    tree.wait(for: "ready", of: "web")
  }

  @Test func `is not found by a check that dies of a signal`() throws {
    let check = "#!/bin/sh\necho check >>../events\ntest -e good || kill -9 $$\n"
    let tree = try ServiceTree([
      "web": ["run": TreeScript.sleeper, "check": check, "check-interval": "50\n"]
    ])
    try tree.start("web")
    tree.wait(for: "check", times: 3)
    #expect(tree.phase("web") == "starting")
    try tree.write("web/good", "")
    tree.wait(for: "ready", of: "web")
  }

  @Test func `gives a check nothing to read and nowhere to write but runsv's stderr`() throws {
    let check = """
      #!/bin/sh
      for number in 0 1 2; do readlink /proc/self/fd/$number; done >../descriptors.new
      mv ../descriptors.new ../descriptors

      """
    let tree = try ServiceTree([
      "web": ["run": TreeScript.sleeper, "check": check, "check-interval": "50\n"],
      "web/log": ["run": "#!/bin/sh\nexec cat >/dev/null\n"],
    ])
    try tree.start("web")
    tree.wait(for: "ready", of: "web")
    let lines = try #require(tree.place.read("descriptors")).split(separator: "\n")
    #expect(lines.first == "/dev/null")
    let stderr = try #require(tree.supervisors["web"]).entry.descriptors[2]
    #expect(lines.last.map(String.init) == stderr)
  }

  @Test func `is nobody's business when check-interval has no check`() throws {
    let tree = try ServiceTree(["web": ["run": TreeScript.sleeper, "check-interval": "50\n"]])
    try tree.start("web")
    tree.wait(for: "up", of: "web")
  }

  @Test func `lets sv's own check alone without check-interval`() throws {
    let tree = try ServiceTree(["web": ["run": TreeScript.sleeper, "check": "#!/bin/sh\nexit 1\n"]])
    try tree.start("web")
    tree.wait(for: "up", of: "web")
  }
}
