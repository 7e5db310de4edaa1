import CLibc
import Foundation
import Testing

/// A kernel that lets process 1 of a namespace take itself for the machine's: `reboot` succeeds, and nothing comes of it.
@Suite("runit as process 1 of a machine", .asProcessOne)
struct RunitMachineTests {
  private func onMachine(_ body: @escaping @Sendable () throws -> Void) throws {
    try withSystemCall(Int(SYS_reboot), body)
  }

  /// Debian's has no word on a machine that can't be restarted.
  static let ends =
    [("exit 0", "power off...")]
    + (Programs.areReference ? [] : [(": >/run/runit.reboot; chmod 100 /run/runit.reboot", "system reboot.")])

  @Test(arguments: ends)
  func `halts what can be neither switched off nor restarted, and stays`(stage3: String, words: String) throws {
    try onMachine {
      let machine = try ProcessOne(["2": "exit 0", "3": stage3])
      try machine.boot()
      eventually { machine.notices.suffix(2) == [words, "system halt."] }
      // Whoever halts a machine may end thereby: it is not process 1 that does.
      let id = try #require(machine.id)
      eventually { ProcessTable.children(of: id).isEmpty }
      #expect(machine.entry?.isAlive == true)
    }
  }

  /// The child that ends the machine is killed if it synchronizes the disks, and has no word on halting then.
  @Test(.ours("the file is Debian's alone, and no other program knows the system call by which ours waits"))
  func `synchronizes the disks`() throws {
    try withDeadlySystemCall(Int(SYS_sync)) {
      try onMachine {
        let machine = try ProcessOne(["2": "exit 0"])
        try machine.boot()
        eventually { machine.says("power off...") }
        let id = try #require(machine.id)
        eventually("the child has come and gone") {
          machine.entry?.systemCall == Int32(SYS_rt_sigtimedwait) && ProcessTable.children(of: id).isEmpty
        }
        #expect(!machine.says("system halt."))
      }
    }
  }

  @Test func `synchronizes no disks when the file nosync says so`() throws {
    try withDeadlySystemCall(Int(SYS_sync)) {
      try onMachine {
        let machine = try ProcessOne(["2": "exit 0"])
        try machine.directory.write("etc/nosync", "")
        try machine.boot()
        eventually { machine.says("system halt.") }
      }
    }
  }

  @Test func `takes no notice of TERM, RTMIN+3, or INT without ctrlaltdel`() throws {
    try onMachine {
      let machine = try ProcessOne(["2": "trap 'echo alarm' ALRM; echo two; while :; do sleep 0.1; done"])
      try machine.boot()
      eventually { machine.output == "two\n" }
      for number in [SIGTERM, 37, SIGINT] { machine.signal(number) }
      machine.signal(SIGALRM)
      eventually { machine.output == "two\nalarm\n" }
      try machine.directory.write("run/runit.stopit", "", mode: 0o100)
      machine.signal(SIGCONT)
      eventually { machine.notices.contains("enter stage: /etc/runit/3") }
      let expected = ["enter stage: /etc/runit/2", "leave stage: /etc/runit/2", "enter stage: /etc/runit/3"]
      #expect(Array(machine.notices.dropFirst(2).prefix(3)) == expected)
    }
  }
}

@Suite("runit without room for a process", .asProcessOne)
struct RunitWithoutRoomTests {
  /// A command by which `id` and its like can make no process, or can again.
  private func limit(_ count: Int, of id: pid_t) -> [String] { ["prlimit", "--pid", "\(id)", "--nproc=\(count):"] }

  @Test func `tries again every five seconds`() throws {
    let machine = try ProcessOne(["1": limit(0, of: 1).joined(separator: " "), "2": "echo two"])
    try machine.boot("runit", .withoutPrivilege)
    eventually { machine.notices.last?.hasSuffix("temporary failure") == true }
    let user = ["setpriv", "--reuid", "54321", "--regid", "54321", "--clear-groups"]
    let words = user + limit(64, of: try #require(machine.id))
    #expect(try RunningProgram("/usr/bin/setpriv", words).wait() == .exited(0))
    eventually("stage 2 runs") { machine.output == "two\n" }
    eventually("it goes on to the end") { machine.notices.last == "power off..." }
  }

  @Test(.ours("P10: stage 3 has a watchdog"))
  func `ends when there is none for the third until its time is over`() throws {
    let machine = try ProcessOne(["2": limit(0, of: 1).joined(separator: " "), "3": "echo three"])
    try machine.directory.write("etc/stage3-timeout", "1\n")
    try machine.boot("runit", .withoutPrivilege)
    #expect(machine.wait(within: 20) == .powerOff)
    #expect(machine.output == "")
    let expected = [
      "enter stage: /etc/runit/3", "warning: unable to fork for /etc/runit/3: temporary failure",
      "warning: stage 3 not finished in time, going on without it...", "leave stage: /etc/runit/3",
    ]
    #expect(Array(machine.notices.dropLast(2).suffix(4)) == expected)
  }
}
