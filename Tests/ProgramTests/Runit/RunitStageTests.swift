import CLibc
import Testing

@Suite("runit's stages", .asProcessOne)
struct RunitStageTests {
  static let shutdown = [
    "enter stage: /etc/runit/3", "leave stage: /etc/runit/3", "sending KILL signal to all processes...", "power off...",
  ]

  @Test func `follow one another`() throws {
    let machine = try ProcessOne(["1": "echo one", "2": "echo two", "3": "echo three"])
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    #expect(machine.output == "one\ntwo\nthree\n")
    let expected = ["1", "2"].flatMap { ["enter stage: /etc/runit/\($0)", "leave stage: /etc/runit/\($0)"] }
    #expect(machine.notices == expected + Self.shutdown)
  }

  @Test func `go on after a failure`() throws {
    let machine = try ProcessOne(["1": "exit 1", "2": "exit 2", "3": "exit 3"])
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    let failures = machine.notices.filter { $0.hasPrefix("warning: ") }
    #expect(failures == (1...3).map { "warning: child failed: /etc/runit/\($0)" })
  }

  @Test func `leave out the second when the first exits 100`() throws {
    let machine = try ProcessOne(["1": "exit 100"])
    try machine.boot()
    #expect(machine.wait() == (Programs.areReference ? .powerOff : .exited(100)))
    let expected = [
      "enter stage: /etc/runit/1", "warning: child failed: /etc/runit/1", "leave stage: /etc/runit/1",
      "warning: skipping stage 2...",
    ]
    #expect(machine.notices == expected + Self.shutdown)
  }

  @Test(.ours("P3: a crash is no success"))
  func `leave out the second when the first crashes`() throws {
    let machine = try ProcessOne(["1": "kill -KILL $$"])
    try machine.boot()
    #expect(machine.wait() == .exited(100))
    let expected = [
      "enter stage: /etc/runit/1", "warning: child crashed: /etc/runit/1", "leave stage: /etc/runit/1",
      "warning: skipping stage 2...",
    ]
    #expect(machine.notices == expected + Self.shutdown)
  }

  /// Stage 2 breaks down the first time, leaving a process behind, and ends well the second time.
  private func restart(_ breakdown: String, _ warnings: [String]) throws {
    let machine = try ProcessOne([
      "2": "[ ! -e /run/child ] || exit 0; sleep 1000 & echo $! >/run/child; \(breakdown)",
      "3": """
      tries=50; while kill -0 $(cat /run/child) 2>/dev/null && [ $tries -gt 0 ]; do tries=$((tries - 1)); sleep 0.1; done
      [ $tries -gt 0 ] || echo left
      """,
    ])
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    let expected =
      ["enter stage: /etc/runit/2"] + warnings + [
        "warning: killing all processes in stage 2...", "warning: restarting.", "enter stage: /etc/runit/2",
        "leave stage: /etc/runit/2",
      ]
    #expect(Array(machine.notices.dropFirst(2).prefix(expected.count)) == expected)
    #expect(machine.output == "")
  }

  @Test func `start the second one anew when it exits 111`() throws {
    try restart("exit 111", ["warning: child failed: /etc/runit/2"])
  }

  @Test(.ours("P3: a crash is no success"))
  func `start the second one anew when it crashes`() throws {
    try restart("kill -SEGV $$", ["warning: child crashed: /etc/runit/2"])
  }

  @Test func `that can not be executed count as done`() throws {
    let machine = try ProcessOne()
    try machine.script("2", "", mode: 0o644)
    for name in ["1", "3"] { unlink(machine.directory("etc/" + name)) }
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    let failures = machine.notices.filter { $0.hasPrefix("fatal: ") }
    let expected = ["1: file does not exist", "2: access denied", "3: file does not exist"]
    #expect(failures == expected.map { "fatal: unable to start child: /etc/runit/" + $0 })
    #expect(machine.notices.suffix(Self.shutdown.count - 1) == Self.shutdown.dropFirst())
  }

  @Test func `end with a new start when the file reboot says so`() throws {
    let machine = try ProcessOne(["2": "exit 0", "3": ": >/run/runit.reboot; chmod 100 /run/runit.reboot"])
    try machine.boot()
    #expect(machine.wait() == .reboot)
    #expect(machine.notices.last == "system reboot.")
  }

  @Test(
    .ours("P8: the flags are looked for in /run first"), arguments: ["/run/runit/reboot", "/etc/runit/reboot"])
  func `find the flag in each of its places`(path: String) throws {
    let machine = try ProcessOne(["2": "exit 0", "3": "mkdir /run/runit; : >\(path); chmod 100 \(path)"])
    try machine.boot()
    #expect(machine.wait() == .reboot)
  }

  @Test(.ours("P4: what cannot reboot exits"), arguments: [("exit 0", 0), ("chmod 100 /run/runit.reboot", 129)])
  func `end with an exit code where reboot is forbidden`(stage3: String, code: Int32) throws {
    let machine = try ProcessOne(["1": ": >/run/runit.reboot", "2": "exit 0", "3": stage3])
    try machine.boot("runit", .withoutRebootRight)
    #expect(machine.wait() == .exited(code))
  }

  @Test(.ours("P10: stage 3 has a watchdog"))
  func `end without the third when it outlives its time`() throws {
    let machine = try ProcessOne(["2": "exit 0", "3": "exec sleep 1000"])
    try machine.directory.write("etc/stage3-timeout", " 1 \n")
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    #expect(machine.notices.contains("warning: stage 3 not finished in time, going on without it..."))
  }

  @Test(.ours("P10: stage 3 has a watchdog"), arguments: ["", "x\n", "-1\n", "99999999999999999999\n"])
  func `wait for the third when its time is no number`(text: String) throws {
    let machine = try ProcessOne(["2": "exit 0"])
    try machine.directory.write("etc/stage3-timeout", text)
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    let value = text.dropLast()
    #expect(machine.notices.contains("warning: no number of seconds in /etc/runit/stage3-timeout: \(value)"))
  }
}
