import Foundation
import Testing

@Suite("The script finish")
struct RunsvFinishTests {
  /// Records its first two arguments.
  static let arguments = "#!/bin/sh\necho finish \"$1\" \"$2\" >>events\n"

  static let endings: [(String, String)] = [
    ("exit 0", "0 0"), ("exit 1", "1 0"), ("exit 111", "111 0"), ("exit 255", "255 0"), ("kill -9 $$", "-1 9"),
    ("kill -15 $$", "-1 15"), ("kill -1 $$", "-1 1"), ("kill -40 $$", "-1 40"),
  ]

  @Test(arguments: endings)
  func `is told how the service ended`(ending: String, arguments: String) throws {
    let fixture = try ServiceFixture(["run": "#!/bin/sh\n\(ending)\n", "finish": Self.arguments])
    try fixture.start()
    fixture.wait(for: "finish \(arguments)")
  }

  @Test func `is told of a core as runit tells it: 128 more`() throws {
    let run = "#!/bin/sh\nulimit -c unlimited 2>/dev/null\nkill -11 $$\n"
    let fixture = try ServiceFixture(["run": run, "finish": Self.arguments])
    try fixture.start()
    eventually { fixture.events.contains("finish -1 139") || fixture.events.contains("finish -1 11") }
  }

  @Test(.ours("R29: $3 is the service's name, $4 its own process group, if any"))
  func `is told the service's name, and no group that is not its own`() throws {
    let finish = "#!/bin/sh\necho \"$# $3 <$4>\" >>events\n"
    let fixture = try ServiceFixture(["run": Script.quick, "finish": finish])
    try fixture.start()
    fixture.wait(for: "4 web <>")
  }

  @Test(.ours("R29: $4 is empty without a group of the service's own"))
  func `cannot end the supervisors with kill -TERM -$4`() throws {
    let finish = "#!/bin/sh\nkill -TERM -$4 2>/dev/null\nkill -TERM -- -$4 2>/dev/null\necho finish >>events\n"
    let fixture = try ServiceFixture(["run": Script.sleeper, "finish": finish])
    try fixture.launch(after: "exec setsid")
    fixture.service.wait(for: "run")
    let first = try fixture.service.waitForProcess()
    fixture.service.send("t")
    fixture.wait(for: "finish")
    try fixture.service.waitForProcess(otherThan: first)
    #expect(fixture.runsv?.poll() == nil)
  }

  @Test(.ours("R16, R29: with flag-killpg the group is the service's own"))
  func `is told the group to clean up`() throws {
    let files = ["run": Script.stay("$$"), "finish": "#!/bin/sh\necho \"group $4\" >>events\n", "flag-killpg": ""]
    let fixture = try ServiceFixture(files)
    try fixture.start(until: "run")
    let first = try fixture.service.waitForProcess()
    fixture.wait(for: "\(first)")
    fixture.service.send("t")
    fixture.wait(for: "group \(first)")
  }

  @Test func `runs when the service was killed by command`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "finish": Self.arguments])
    try fixture.start(until: "run")
    fixture.service.send("k")
    fixture.wait(for: "finish -1 9")
    #expect(fixture.count("finish -1 9") == 1)
  }

  @Test func `comes before the service is down`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "finish": Self.arguments])
    try fixture.start(until: "run")
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    #expect(fixture.events == ["finish -1 15"])
  }

  @Test func `counts with ./run towards the second between two starts`() throws {
    let files = ["run": RunsvPauseTests.timer(living: 0), "finish": "#!/bin/sh\nexec sleep 1.1\n"]
    let fixture = try ServiceFixture(files)
    try fixture.start()
    eventually(within: 30, "four lives") { fixture.events.count >= 4 }
    let starts = Script.seconds(fixture.events)
    let pauses = zip(starts, starts.dropFirst()).map { $1 - $0 }
    #expect(pauses.allSatisfy { $0 > 1 })
    #expect(pauses.min() ?? 3 < 2, "1.1 s and no second behind it")
  }

  @Test func `may fail without consequences`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("run"), "finish": Script.record("finish", exit: 7)])
    try fixture.start(until: "run")
    fixture.wait(for: "run")
    fixture.service.send("t")
    fixture.wait(for: "run", times: 2)
    #expect(fixture.events == ["run", "finish", "run"])
  }

  @Test func `is looked for at each end`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("run")])
    try fixture.start(until: "run")
    fixture.wait(for: "run")
    try fixture.write("finish", Script.record("finish"))
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    #expect(fixture.events == ["run", "finish"])
  }

  @Test(arguments: ["not executable", "directory", "no interpreter"])
  func `that can't be executed keeps nothing from going on`(kind: String) throws {
    let fixture = try ServiceFixture(["run": Script.stay("run")])
    switch kind {
    case "directory": try fixture.makeDirectory("finish")
    case "no interpreter": try fixture.write("finish", "#!/no/such/interpreter\n")
    default: try fixture.write("finish", "exit 0\n")
    }
    try fixture.start(until: "run")
    fixture.wait(for: "run")
    fixture.service.send("t")
    fixture.wait(for: "run", times: 2)
    let reason = kind == "no interpreter" ? "file does not exist" : "access denied"
    #expect(fixture.runsv?.error == "runsv web: fatal: unable to start ./finish: \(reason)\n")
  }

  @Test(.ours("R22: runit says so at each end"))
  func `that can't be executed is complained about once`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("run"), "finish": "exit 0\n"])
    try fixture.start(until: "run")
    for life in 1...3 {
      fixture.wait(for: "run", times: life)
      fixture.service.send("t")
    }
    fixture.wait(for: "run", times: 4)
    #expect(fixture.runsv?.error == "runsv web: fatal: unable to start ./finish: access denied\n")
  }

  @Test(arguments: ["t", "d", "haiq12"])
  func `is not signalled`(commands: String) throws {
    let fixture = try ServiceFixture(["run": Script.quick, "finish": Script.recorder()])
    try fixture.start(until: "finish")
    fixture.wait(for: "ready")
    fixture.service.send(commands + "o")
    fixture.service.wait(for: "finish, want down")
    #expect(fixture.events == ["ready"])
  }

  @Test func `is followed by no start when once was said meanwhile`() throws {
    let files = ["run": Script.record("run"), "finish": "#!/bin/sh\necho finish >>events\nread line <gate\n"]
    let fixture = try ServiceFixture(files)
    mkfifo(fixture("gate"), 0o600)
    try fixture.start(until: "finish")
    fixture.service.send("o")
    fixture.service.wait(for: "finish, want down")
    open(gate: fixture)
    fixture.service.wait(for: "down")
    #expect(fixture.events == ["run", "finish"])
  }

  @Test func `is followed by a start when up was said meanwhile`() throws {
    let files = ["run": Script.stay("run"), "finish": "#!/bin/sh\necho finish >>events\nread line <gate\n"]
    let fixture = try ServiceFixture(files)
    mkfifo(fixture("gate"), 0o600)
    try fixture.start(until: "run")
    fixture.wait(for: "run")
    fixture.service.send("d")
    fixture.service.wait(for: "finish, want down")
    fixture.service.send("u")
    fixture.service.wait(for: "finish")
    open(gate: fixture)
    fixture.wait(for: "run", times: 2)
    #expect(fixture.events == ["run", "finish", "run"])
  }

  @Test(.ours("R2: runit kills nobody and runs ./finish a second time"))
  func `is killed by k`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("run"), "finish": Script.stay("finish")])
    try fixture.start(until: "run")
    fixture.wait(for: "run")
    fixture.service.send("d")
    fixture.wait(for: "finish")
    fixture.service.wait(for: "finish, want down")
    fixture.service.send("k")
    fixture.service.wait(for: "down")
    #expect(fixture.events == ["run", "finish"])
  }

  @Test(.ours("R2, R16")) func `is killed by k when its service led a group`() throws {
    let fixture = try ServiceFixture(["run": Script.quick, "finish": Script.stay("finish"), "flag-killpg": ""])
    try fixture.start(until: "finish")
    fixture.wait(for: "finish")
    fixture.service.send("ok")
    fixture.service.wait(for: "down")
  }

  @Test(.ours("R3: runit starts ./run beside a ./finish that lives"))
  func `is never beside the next life`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("run"), "finish": Script.record("finish")])
    try fixture.start(until: "run")
    fixture.wait(for: "run")
    fixture.service.send("kukuku")
    fixture.wait(for: "run", times: 2)
    #expect(fixture.events == ["run", "finish", "run"])
  }

  /// Lets a script pass that reads a line from `gate`.
  private func open(gate fixture: ServiceFixture) {
    eventually {
      let gate = Foundation.open(fixture("gate"), O_WRONLY | O_NONBLOCK)
      return gate >= 0 && close(gate) == 0
    }
  }
}
