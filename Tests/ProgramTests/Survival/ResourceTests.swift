import CLibc
import Foundation
import Testing

/// What a supervisor does while the kernel has nothing left for it, and that it recovers by itself.
@Suite("A supervisor that is short of", .ours("adoption, and no sleeping"))
struct ResourceTests {
  /// Sets the soft limit of a process that runs.
  private func limit(_ process: pid_t, _ resource: String, _ value: String) throws {
    let outcome = try run(
      "prlimit", ["--pid", "\(process)", "--\(resource)=\(value):"], executable: "/usr/bin/prlimit")
    #expect(outcome.code == 0, "\(outcome.error)")
  }

  private func status(_ fixture: ServiceFixture) throws -> Outcome {
    try run("sv", ["status", ServiceFixture.name], environment: ["SVDIR": fixture.place.path])
  }

  @Test(.asRoot, .with("chpst")) func `processes starts its service as soon as there is one`() throws {
    let user = ":54321:54321"
    let fixture = try ServiceFixture(["run": Script.stay("start")])
    chown(fixture.place.path, 54321, 54321)
    chown(fixture.path, 54321, 54321)
    // Four processes: runsv, the service, and two of somebody else's.
    let runsv = try fixture.launch(after: "exec \(Programs.path("chpst")) -u \(user) -p 4")
    let first = try fixture.service.waitForProcess()
    fixture.wait(for: "start")
    let others = try (0..<3).map { _ in
      try RunningProgram(program: "chpst", ["-u", user, "sleep", "1000"])
    }
    for other in others { eventually { other.entry.arguments.first == "sleep" } }
    kill(first, SIGKILL)
    eventually { runsv.error.contains("warning: unable to fork, sleeping: ") }
    fixture.service.send("d")  // it hears what it is told
    fixture.service.wait(for: "down")
    fixture.service.send("u")
    eventually { runsv.error.split(separator: "\n").count >= 2 }
    #expect(fixture.count("start") == 1)
    for other in others {
      other.signal(SIGKILL)
      #expect(other.wait() == .signalled(SIGKILL))
    }
    let second = try fixture.service.waitForProcess(otherThan: first)
    #expect(ProcessEntry(second).parent == runsv.id)
    fixture.wait(for: "start", times: 2)
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
  }

  @Test func `descriptors restarts its service, and says so when there are some`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("start"), "log/run": RunsvAdoptionTests.logger])
    try fixture.start()
    eventually { fixture.log.isSupervised }
    let runsv = try #require(fixture.runsv)
    runsv.awaitRest(as: "runsv")
    let first = try fixture.service.waitForProcess()
    fixture.wait(for: "start")
    let logger = try fixture.log.waitForProcess()
    try limit(runsv.id, "nofile", "\((runsv.entry.descriptors.keys.max() ?? 0) + 1)")
    kill(first, SIGKILL)
    kill(logger, SIGKILL)
    eventually { runsv.error.contains("warning: unable to open supervise/") }
    eventually { runsv.error.contains("warning: unable to open log/supervise/") }
    try limit(runsv.id, "nofile", "1024")
    let second = try fixture.service.waitForProcess(otherThan: first)
    _ = try fixture.log.waitForProcess(otherThan: logger)
    eventually("it knows whom it has started") {
      (try? status(fixture))?.output.hasPrefix("run: web: (pid \((try? fixture.service.waitForProcess()) ?? 0))")
        == true
    }
    #expect(ProcessEntry(second).parent == runsv.id || fixture.count("start") > 2)
    #expect(runsv.poll() == nil)
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
  }

  @Test func `memory restarts its service when there is some`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("start"), "log/run": RunsvAdoptionTests.logger])
    let runsv = try fixture.launch()
    let first = try fixture.service.waitForProcess()
    fixture.wait(for: "start")
    let logger = try fixture.log.waitForProcess()
    let size = try #require(runsv.entry.status("VmSize")?.split(separator: " ").first.flatMap { Int($0) })
    try limit(runsv.id, "as", "\(size << 10)")
    kill(first, SIGKILL)
    kill(logger, SIGKILL)
    eventually { !ProcessEntry(first).isAlive && !ProcessEntry(logger).isAlive }
    for _ in 1...3 { #expect(try status(fixture).error == "") }
    #expect(runsv.poll() == nil)
    try limit(runsv.id, "as", "unlimited")
    let second = try fixture.service.waitForProcess(otherThan: first)
    eventually { ProcessEntry(second).isAlive && fixture.count("start") >= 2 }
    _ = try fixture.log.waitForProcess(otherThan: logger)
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
  }

  @Test func `descriptors to look with finds new services later`() throws {
    let fixture = try ScanFixture()
    try fixture.enable("web")
    let running = try fixture.start()
    eventually { fixture.isRunning("web") }
    eventually { running.entry.state == "S" }
    try limit(running.id, "nofile", "\(running.entry.descriptors.count)")
    try fixture.enable("db")
    eventually(within: 15) { running.error.contains("warning: unable to") }
    #expect(!fixture.isRunning("db"))
    try limit(running.id, "nofile", "1024")
    eventually(within: 15) { fixture.isRunning("db") }
    #expect(fixture.starts(of: "web").count == 1)
    #expect(running.poll() == nil)
  }

  @Test func `memory to look with finds new services later, and forgets none`() throws {
    let fixture = try ScanFixture()
    for number in 1...4 { try fixture.enable("s\(number)") }
    let running = try fixture.start()
    eventually { (1...4).allSatisfy { fixture.isRunning("s\($0)") } }
    let before = fixture.starts.map(\.process)
    eventually { running.entry.state == "S" }
    let size = try #require(running.entry.status("VmSize")?.split(separator: " ").first.flatMap { Int($0) })
    try limit(running.id, "as", "\(size << 10)")
    for number in 5...300 { try fixture.enable("t\(number)") }
    eventually { running.poll() != nil || !running.error.isEmpty || fixture.starts.count == 300 }
    for process in before { #expect(ProcessEntry(process).isAlive, "whatever becomes of runsvdir") }
    if running.poll() == nil {
      try limit(running.id, "as", "unlimited")
      eventually(within: 60) { Set(fixture.starts.map(\.name)).count == 300 }
    }
    #expect(running.poll() == nil, "\(running.error)")
  }
}
