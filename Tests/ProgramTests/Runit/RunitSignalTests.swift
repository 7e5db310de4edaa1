import CLibc
import Foundation
import Testing

@Suite("runit that is sent", .asProcessOne)
struct RunitSignalTests {
  /// A machine in stage 2 whose script has begun.
  /// A machine whose stage 2 has done `preparation`, and goes on with `stage2`.
  private func machineInStage2(
    after preparation: String = ":", _ stage2: String = "exec sleep 1000", _ scripts: [String: String] = [:]
  ) throws -> ProcessOne {
    let machine = try ProcessOne(scripts.merging(["2": preparation + "\necho two\n" + stage2]) { $1 })
    try machine.boot()
    eventually("stage 2 runs") { machine.output.contains("two") }
    return machine
  }

  /// What is said between the beginning of stage 2 and that of stage 3.
  private func noticesOfStage2(_ machine: ProcessOne) -> [String] {
    Array(
      machine.notices.drop { $0 != "enter stage: /etc/runit/2" }.dropFirst().prefix {
        $0 != "enter stage: /etc/runit/3"
      })
  }

  @Test func `CONT stops when stopit says so, and takes it as read`() throws {
    let machine = try machineInStage2()
    try machine.stop()
    #expect(machine.wait() == .powerOff)
    #expect(noticesOfStage2(machine) == ["leave stage: /etc/runit/2"])
    var status = stat()
    #expect(stat(machine.directory("run/runit.stopit"), &status) == 0)
    #expect(status.st_mode & 0o777 == 0)
  }

  @Test(.ours("P8: the flags are looked for in /run first"), arguments: ["run/runit/stopit", "etc/stopit"])
  func `CONT finds stopit in each of its places`(path: String) throws {
    let machine = try machineInStage2()
    try machine.directory.write(path, "", mode: 0o100)
    machine.signal(SIGCONT)
    #expect(machine.wait() == .powerOff)
  }

  @Test func `CONT without stopit, or without its x bit, goes on`() throws {
    let machine = try machineInStage2(after: "trap 'echo alarm' ALRM", "while :; do sleep 0.1; done")
    machine.signal(SIGCONT)
    try machine.directory.write("run/runit.stopit", "", mode: 0o677)
    machine.signal(SIGCONT)
    // An answer to what was sent later shows that the others have had none.
    machine.signal(SIGALRM)
    eventually("ALRM is passed on") { machine.output.contains("alarm") }
    #expect(noticesOfStage2(machine) == [])
  }

  @Test func `HUP, USR1 and the like does nothing`() throws {
    let machine = try machineInStage2(after: "trap 'echo alarm' ALRM", "while :; do sleep 0.1; done")
    for number in [SIGHUP, SIGPIPE, SIGUSR1, SIGUSR2, SIGQUIT, SIGWINCH] { machine.signal(number) }
    machine.signal(SIGALRM)
    eventually("ALRM is passed on") { machine.output.contains("alarm") }
    #expect(noticesOfStage2(machine) == [])
  }

  @Test func `a stop that stage 2 ignores, kills it after five seconds`() throws {
    let machine = try machineInStage2(after: "trap '' TERM", "while :; do sleep 0.1; done")
    try machine.stop()
    #expect(machine.wait() == .powerOff)
    let expected = ["warning: stage 2 not terminated, sending sigkill...", "leave stage: /etc/runit/2"]
    #expect(noticesOfStage2(machine) == expected)
  }

  @Test(.ours("P7: the whole session of stage 2 is killed"))
  func `a stop that stage 2 ignores, kills its session`() throws {
    // With job control, a background process has a group of its own. A process may be dead for a while before it is gone.
    let background = "bash -c 'set -m; sleep 1000 & echo $! >/run/child'"
    let isGone = "tries=50; while kill -0 $(cat /run/child) 2>/dev/null && [ $tries -gt 0 ]; do"
    let machine = try machineInStage2(
      after: background + "; trap '' TERM", "while :; do sleep 0.1; done",
      ["3": isGone + " tries=$((tries - 1)); sleep 0.1; done; [ $tries -gt 0 ] && echo gone"])
    try machine.stop()
    #expect(machine.wait() == .powerOff)
    #expect(machine.output == "two\ngone\n")
  }

  @Test func `PWR powers off, whatever the files say`() throws {
    let machine = try machineInStage2("exec sleep 1000", ["1": ": >/run/runit.reboot; chmod 100 /run/runit.reboot"])
    machine.signal(SIGPWR)
    #expect(machine.wait() == .powerOff)
    #expect(machine.notices.last == "power off...")
  }

  @Test(.ours("P2: what container engines send stops a container"), arguments: [SIGTERM, 37])
  func `TERM or RTMIN+3 stops a container`(number: Int32) throws {
    let machine = try machineInStage2()
    machine.signal(number)
    #expect(machine.wait() == .exited(0))
    #expect(noticesOfStage2(machine) == ["leave stage: /etc/runit/2"])
  }

  @Test func `INT runs ctrlaltdel and then looks at stopit`() throws {
    let script = "echo pressed; : >/run/runit.stopit; chmod 100 /run/runit.stopit"
    let machine = try machineInStage2("exec sleep 1000", ["ctrlaltdel": script])
    machine.signal(SIGINT)
    #expect(machine.wait() == .powerOff)
    #expect(machine.output == "two\npressed\n")
    let expected = [
      "ctrl-alt-del request...", "enter stage: /etc/runit/ctrlaltdel", "leave stage: /etc/runit/ctrlaltdel",
      "leave stage: /etc/runit/2",
    ]
    #expect(noticesOfStage2(machine) == expected)
  }

  @Test func `INT says when ctrlaltdel crashes`() throws {
    let machine = try machineInStage2("exec sleep 1000", ["ctrlaltdel": "kill -KILL $$"])
    machine.signal(SIGINT)
    eventually("it ends") { machine.says("leave stage: /etc/runit/ctrlaltdel") }
    #expect(machine.notices.contains("warning: child crashed: /etc/runit/ctrlaltdel"))
  }

  @Test(.ours("P12: process 1 waits for no script"))
  func `INT serves everything else while ctrlaltdel runs`() throws {
    let machine = try machineInStage2(
      after: "trap 'echo alarm' ALRM", "while :; do sleep 0.1; done", ["ctrlaltdel": "exec sleep 1000"])
    machine.signal(SIGINT)
    eventually("ctrlaltdel runs") { machine.says("enter stage: /etc/runit/ctrlaltdel") }
    machine.signal(SIGALRM)
    eventually("ALRM is passed on") { machine.output.contains("alarm") }
    try machine.stop()
    #expect(machine.wait() == .powerOff)
  }

  @Test(.ours("P6: what is asked for in stage 1 is done afterwards"))
  func `CONT in stage 1 stops when that is over`() throws {
    let machine = try ProcessOne(["1": "echo one; while [ ! -e /run/go ]; do sleep 0.1; done; rm /run/runit.stopit"])
    try machine.boot()
    eventually("stage 1 runs") { machine.output.contains("one") }
    try machine.stop()
    eventually("it is remembered") { machine.says("signals only work in stage 2") }
    try machine.directory.write("run/go", "")
    #expect(machine.wait() == .exited(0))
    #expect(machine.notices.contains("warning: skipping stage 2..."))
  }

  @Test(.ours("P6: what is asked for in stage 1 is done afterwards"), arguments: [SIGPWR, SIGTERM])
  func `PWR or TERM in stage 1 stops a container when that is over`(number: Int32) throws {
    let machine = try ProcessOne(["1": "echo one; while [ ! -e /run/go ]; do sleep 0.1; done"])
    try machine.boot()
    eventually("stage 1 runs") { machine.output.contains("one") }
    machine.signal(number)
    eventually("it is remembered") { machine.says("signals only work in stage 2, this one is remembered.") }
    try machine.directory.write("run/go", "")
    #expect(machine.wait() == .exited(0))
    #expect(machine.notices.contains("warning: skipping stage 2..."))
  }

  @Test(.ours("P6: what is asked for in stage 1 is done afterwards"))
  func `INT in stage 1 runs ctrlaltdel when that is over`() throws {
    let machine = try ProcessOne([
      "1": "echo one; while [ ! -e /run/go ]; do sleep 0.1; done", "ctrlaltdel": "echo pressed",
    ])
    try machine.boot()
    eventually("stage 1 runs") { machine.output.contains("one") }
    machine.signal(SIGINT)
    eventually("it is remembered") { machine.says("signals only work in stage 2, this one is remembered.") }
    try machine.directory.write("run/go", "")
    eventually("ctrlaltdel runs") { machine.output == "one\npressed\n" }
    eventually("stage 2 goes on") { machine.notices.last == "leave stage: /etc/runit/ctrlaltdel" }
  }

  @Test(.ours("P2: what container engines send stops a container"), arguments: [false, true])
  func `INT without a ctrlaltdel to run stops a container`(exists: Bool) throws {
    let machine = try machineInStage2()
    if exists { try machine.script("ctrlaltdel", "echo pressed", mode: 0o655) }
    machine.signal(SIGINT)
    #expect(machine.wait() == .exited(0))
    #expect(machine.output == "two\n")
  }

  @Test func `CONT in stage 1 or 3 says when it counts`() throws {
    let wait = "echo $0; while [ ! -e /run/go${0##*/} ]; do sleep 0.1; done"
    let machine = try ProcessOne(["1": wait, "2": "exit 0", "3": wait])
    try machine.boot()
    for (count, stage) in ["1", "3"].enumerated() {
      eventually("stage \(stage) runs") { machine.output.contains("/etc/runit/\(stage)") }
      machine.signal(SIGCONT)
      eventually("it answers") {
        machine.notices.filter { $0 == "warning: signals only work in stage 2." }.count == count + 1
      }
      try machine.directory.write("run/go" + stage, "")
    }
    #expect(machine.wait() == .powerOff)
  }

  static let lateRequests: [(flags: [String], signal: Int32, ending: RunningProgram.Ending)] = [
    (["reboot"], SIGPWR, .exited(0)), (["stopit", "reboot"], SIGCONT, .reboot), (["stopit"], SIGCONT, .exited(0)),
    ([], SIGINT, .exited(0)),
  ]

  @Test(.ours("P6: what is asked for in stage 3 counts at its end"), arguments: lateRequests)
  func `a request in stage 3 ends as the last one says`(
    flags: [String], signal: Int32, ending: RunningProgram.Ending
  ) throws {
    let wait = "echo three; while [ ! -e /run/go ]; do sleep 0.1; done; rm -f /run/runit.reboot"
    let machine = try ProcessOne(["2": "exit 0", "3": wait])
    try machine.boot()
    eventually("stage 3 runs") { machine.output == "three\n" }
    for flag in flags { try machine.directory.write("run/runit." + flag, "", mode: 0o100) }
    machine.signal(signal)
    eventually("it is remembered") { machine.says("signals only work in stage 2, this one is remembered.") }
    try machine.directory.write("run/go", "")
    #expect(machine.wait() == ending)
  }

  @Test func `an orphan reaps it, and a flood of them, in every stage`() throws {
    // 200 children of a shell that ends before them.
    let flood = """
      sh -c 'i=0; while [ $i -lt 200 ]; do sleep 0.2 & i=$((i + 1)); done'
      tries=100
      while [ $(ls -d /proc/[0-9]* | wc -l) -gt 5 ] && [ $tries -gt 0 ]; do tries=$((tries - 1)); sleep 0.1; done
      grep -l '^State:.Z' /proc/[0-9]*/status | grep -v self || echo clean
      """
    let machine = try ProcessOne(["1": flood, "2": flood, "3": flood])
    try machine.boot()
    #expect(machine.wait(within: 60) == .powerOff)
    #expect(machine.output == "clean\nclean\nclean\n")
  }

  @Test func `the wrong process refuses`() throws {
    let outcome = try run("runit")
    #expect(outcome.error == "- runit: fatal: must be run as process no 1.\n")
    #expect(outcome.code == 111)
  }
}
