import CLibc
import Foundation
import Testing

@Suite("runsv: an upgrade in place", .ours("USR1 ends it"))
struct RunsvUpgradeTests {
  @Test func `100 times under a daemon keeps every process and every line`() throws {
    let counter = RunsvAdoptionTests.counter(upTo: 100_000)
    let fixture = try UpgradeFixture(["run": counter, "log/run": RunsvAdoptionTests.logger])
    let runsv = try fixture.start()
    fixture.log.wait(for: "run")
    eventually { fixture.log.isSupervised }
    let (daemon, logger) = (try fixture.service.waitForProcess(), try fixture.log.waitForProcess())
    fixture.wait(for: "start \(daemon)")
    let descriptors = runsv.entry.descriptors.keys
    for _ in 1...100 {
      let lines = fixture.logged.utf8.count
      try fixture.upgrade()
      eventually("lines of this program") { fixture.logged.utf8.count > lines }
    }
    #expect(try fixture.service.waitForProcess() == daemon)
    #expect(try fixture.log.waitForProcess() == logger)
    #expect(ProcessEntry(daemon).parent == runsv.id)
    try fixture.write("enough", "")
    eventually("the end of the count") { fixture.events.count == 2 }
    let count = try #require(fixture.events.last?.split(separator: " ").last.flatMap { Int($0) })
    let all = (1...count).map { "\($0)\n" }.joined()
    eventually("every line once") { fixture.logged == all }
    #expect(fixture.events == ["start \(daemon)", "counted \(count)"])
    #expect(fixture.read("log/events") == "start \(logger)\n")
    eventually("the same descriptors") { Set(runsv.entry.descriptors.keys) == Set(descriptors) }
    runsv.signal(SIGTERM)
    #expect(runsv.wait() == .exited(0))
    #expect(runsv.error == "")
  }

  @Test(.enabled(if: UpgradeFixture.otherBuild != nil, "needs the other build")) func `goes from one build to another`()
    throws
  {
    let other = try #require(UpgradeFixture.otherBuild)
    let fixture = try UpgradeFixture([
      "run": RunsvAdoptionTests.counter(upTo: 100_000), "log/run": RunsvAdoptionTests.logger,
    ])
    let runsv = try fixture.start()
    let daemon = try fixture.service.waitForProcess()
    for round in 1...6 {
      let lines = fixture.logged.utf8.count
      try fixture.upgrade(to: round % 2 == 1 ? other : Programs.path("runsv"))
      eventually("lines of this program") { fixture.logged.utf8.count > lines }
    }
    #expect(try fixture.service.waitForProcess() == daemon)
    try fixture.write("enough", "")
    eventually("the end of the count") { fixture.events.count == 2 }
    let count = try #require(fixture.events.last?.split(separator: " ").last.flatMap { Int($0) })
    eventually("every line once") { fixture.logged == (1...count).map { "\($0)\n" }.joined() }
    #expect(runsv.error == "")
  }

  @Test func `gives nothing of itself to what is started later`() throws {
    let fixture = try UpgradeFixture()
    let runsv = try fixture.start()
    let first = try fixture.service.waitForProcess()
    try fixture.upgrade()
    kill(first, SIGKILL)
    let second = try fixture.service.waitForProcess(otherThan: first)
    let service = ProcessEntry(second)
    eventually { Set(service.descriptors.keys) == [0, 1, 2] }  // once the script has become `sleep`
    #expect(service.status("SigBlk") == "0000000000000000")
    let variables = FileManager.default.contents(atPath: "/proc/\(service.id)/environ") ?? Data()
    #expect(!String(decoding: variables, as: UTF8.self).contains("RUNIT_HANDOVER"))
    #expect(runsv.error == "")
  }

  @Test func `hears of a death in the moment of the change`() throws {
    let fixture = try UpgradeFixture([
      "run": Script.stay("start"), "finish": Script.record("finish $1 $2"), "restart-delay": "0",
    ])
    let runsv = try fixture.start()
    var process: pid_t?
    for round in 1...20 {
      let next = try fixture.service.waitForProcess(otherThan: process)
      process = next
      fixture.wait(for: "start", times: round)
      // The death comes to the old program, to the new one, or in between.
      runsv.signal(SIGUSR1)
      for _ in 0..<(round * 100) { sched_yield() }
      kill(next, SIGKILL)
      fixture.wait(for: "finish -1 9", times: round)
    }
    #expect(runsv.error == "")
  }

  @Test func `finds the program that was started by a relative path`() throws {
    let fixture = try UpgradeFixture(program: "../programs/runsv")
    let runsv = try fixture.start()
    let process = try fixture.service.waitForProcess()
    for _ in 1...3 { try fixture.upgrade() }
    #expect(try fixture.service.waitForProcess() == process)
    #expect(runsv.error == "")
  }

  static let obstacles: [(content: String?, mode: mode_t, reason: String)] = [
    (nil, 0, ": file does not exist"), ("#!/bin/sh\n", 0o644, ": access denied"),
    ("nonsense", 0o755, ": exec format error"), ("#!/bin/sh\nexit 1\n", 0o755, ""), ("#!/bin/false\n", 0o755, ""),
  ]

  @Test(arguments: obstacles)
  func `is given up when the file can't be run`(content: String?, mode: mode_t, reason: String) throws {
    let fixture = try UpgradeFixture()
    let runsv = try fixture.start()
    let process = try fixture.service.waitForProcess()
    unlink(fixture.program)
    if let content { try fixture.place.write("programs/runsv", content, mode: mode) }
    runsv.signal(SIGUSR1)
    let warning =
      "runsv web: warning: unable to upgrade, going on with the old program: \(fixture.program)\(reason)\n"
    eventually { runsv.error == warning }
    fixture.service.send("p")
    fixture.service.wait(for: "run, paused")
    fixture.service.send("c")
    fixture.service.wait(for: "run")
    #expect(try fixture.service.waitForProcess() == process)
    // And what was refused before succeeds when it is mended.
    try fixture.upgrade()
    #expect(runsv.error == warning)
  }

  @Test func `kills a trial run that hangs, and obeys the USR1 that came meanwhile`() throws {
    let fixture = try UpgradeFixture()
    let runsv = try fixture.start()
    let process = try fixture.service.waitForProcess()
    try fixture.place.write("programs/hanging", "#!/bin/sh\nsleep 1000\n", mode: 0o755)
    rename(fixture.place("programs/hanging"), fixture.program)
    runsv.signal(SIGUSR1)
    let trial = { ProcessTable.children(of: runsv.id).first { $0.id != process } }
    eventually("the trial") { trial() != nil }
    try fixture.upgrade()
    #expect(
      runsv.error == "runsv web: warning: unable to upgrade, killed its trial run after 5 seconds, "
        + "going on with the old program: \(fixture.program)\n")
    #expect(try fixture.service.waitForProcess() == process)
    eventually("no trial is left") { ProcessTable.children(of: runsv.id).map(\.id) == [process] }
  }

  @Test func `from a version that is not understood is like following a runsv that was killed`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let process = try fixture.service.waitForProcess()
    fixture.runsv?.signal(SIGKILL)
    #expect(fixture.runsv?.wait() == .signalled(SIGKILL))
    // Version 99, with two descriptors: none for the siblings, and the lock, which is held.
    let word = { (byte: Int) in "\\\(String(byte, radix: 8))" + String(repeating: "\\0", count: 7) }
    let none = String(repeating: "\\377", count: 8)
    try fixture.launch(
      after: """
        cd web; exec 8>>supervise/lock; flock -n 8 || exit 1
        printf 'runsv-up\(word(99))\(word(2))\(none)\(word(8))checksum' >../state
        exec 9<../state; RUNIT_HANDOVER="$$ 9" exec
        """)
    eventually { fixture.service.isSupervised }
    #expect(try fixture.service.waitForProcess() == process)
    let runsv = try #require(fixture.runsv)
    #expect(
      runsv.error == "runsv web: warning: unable to read what the old program left: adopting its processes\n")
    #expect(runsv.entry.descriptors.values.count { $0.hasSuffix("supervise/lock") } == 1)
    fixture.service.send("d")
    fixture.service.wait(for: "down")
  }

  @Test(.ofShipped) func `has no patience for what another process was to take over`() throws {
    let fixture = try ServiceFixture()
    let command = "ulimit -n 3; RUNIT_HANDOVER='1 9' exec \(Programs.shipped("runsv")) \(ServiceFixture.name)"
    let runsv = try RunningProgram("/bin/sh", ["sh", "-c", command], in: fixture.place.path)
    #expect(runsv.wait() == .exited(111))
    #expect(runsv.error.hasPrefix("runsv web: fatal: unable to read boot_id: "))
  }
}
