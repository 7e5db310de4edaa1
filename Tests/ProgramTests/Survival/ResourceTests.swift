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

  @Test(.asRoot, .with("chpst")) func `processes waits for one for control/t, and sends no TERM in its place`() throws {
    let user = ":54322:54322"
    let script = "#!/bin/sh\necho asked >>events\n"
    let fixture = try ServiceFixture(["run": Script.recorder(), "control/t": script])
    for path in [fixture.place.path, fixture.path] { chown(path, 54322, 54322) }
    // Five processes: runsv, the service with its child, and two of somebody else's.
    let runsv = try fixture.launch(after: "exec \(Programs.path("chpst")) -u \(user) -p 5")
    fixture.wait(for: "ready")
    let others = try (0..<2).map { _ in try RunningProgram(program: "chpst", ["-u", user, "sleep", "1000"]) }
    for other in others { eventually { other.entry.arguments.first == "sleep" } }
    fixture.service.send("t")
    eventually { runsv.error.contains("warning: unable to fork for control/t: temporary failure\n") }
    fixture.service.send("h")
    fixture.wait(for: "HUP")
    #expect(fixture.events == ["ready", "HUP"], "it hears what it is told")
    for other in others {
      other.signal(SIGKILL)
      #expect(other.wait() == .signalled(SIGKILL))
    }
    fixture.wait(for: "asked")
    #expect(!fixture.events.contains("TERM"))
  }

  @Test func `descriptors for check leaves a service ready that was`() throws {
    let fixture = try ServiceFixture([
      "run": Script.stay("start"), "check": "#!/bin/sh\nexit 0\n", "check-interval": "20", "check-failures": "1",
    ])
    let runsv = try fixture.launch()
    eventually { fixture.service.text("detail")?.hasPrefix("phase ready\n") == true }
    let service = try fixture.service.waitForProcess()
    try limit(runsv.id, "nofile", "\((runsv.entry.descriptors.keys.max() ?? 0) + 1)")
    let line = "runsv web: warning: unable to run ./check: process cannot open more files\n"
    eventually { runsv.error.components(separatedBy: line).count > 3 }
    try limit(runsv.id, "nofile", "1024")
    let count = runsv.error.count
    fixture.service.send("p")
    fixture.service.wait(for: "run, paused")
    #expect(fixture.service.pid == service && fixture.count("start") == 1)
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
    #expect(runsv.error.count <= count + line.count)
  }

  @Test func `descriptors for a parameter file starts its service when it can be read`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("start"), "type": "oneshot\n"])
    let runsv = try fixture.launch()
    let first = try fixture.service.waitForProcess()
    fixture.wait(for: "start")
    try fixture.write("restart-delay", "0\n")
    try limit(runsv.id, "nofile", "\((runsv.entry.descriptors.keys.max() ?? 0) + 1)")
    kill(first, SIGKILL)
    eventually { runsv.error.contains("warning: unable to read ") }
    try limit(runsv.id, "nofile", "1024")
    try fixture.service.waitForProcess(otherThan: first)
    fixture.wait(for: "start", times: 2)
    #expect(fixture.service.text("detail")?.hasPrefix("phase starting\n") == true, "it is a one-shot still")
    fixture.service.send("x")
    #expect(fixture.ending() == .exited(0))
  }

  @Test func `descriptors below what it waits for obeys all the same`() throws {
    let fixture = try ServiceFixture(["run": Script.stay("start")])
    let runsv = try fixture.launch()
    fixture.wait(for: "start")
    eventually { runsv.entry.state == "S" }
    try limit(runsv.id, "nofile", "4")
    runsv.signal(SIGTERM)
    eventually { runsv.poll() != nil }
    #expect(runsv.poll() == .exited(0))
    #expect(runsv.error.contains("warning: unable to wait for events, sleeping: invalid argument"))
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

  @Test(.enabled(if: Programs.areShipped, "a hosted program can't wait for memory"))
  func `memory to look with finds new services later, and forgets none`() throws {
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

  @Test func `inotify instances looks every five seconds, and finds new services`() throws {
    try withSystemCall(Int(SYS_inotify_init1), answering: EMFILE) {
      let fixture = try ScanFixture()
      try fixture.enable("web")
      let running = try fixture.start()
      eventually { fixture.isRunning("web") }
      try fixture.enable("db")
      eventually(within: 15) { fixture.isRunning("db") }
      fixture.disable("web")
      eventually(within: 15) { !fixture.isRunning("web") }
      #expect(running.error == "")
      running.signal(SIGHUP)
      #expect(running.wait() == .exited(111))
    }
  }

  @Test(.enabled(if: SweepMode.isFull, "with RUNIT_SWEEP=full")) func `nothing starts 5,000 services and stops them`()
    throws
  {
    let place = try TemporaryDirectory()
    let count = 5000
    for number in 0..<count { try place.write("scan/s\(number)/run", Script.sleeper, mode: 0o755) }
    let began = Date()
    let runsvdir = try RunningProgram(program: "runsvdir", [place("scan")], session: true)
    func status(_ number: Int) -> PublishedStatus? {
      SuperviseView(path: place("scan/s\(number)/supervise")).status
    }
    eventually(within: 300, "5,000 services") { (0..<count).allSatisfy { status($0)?.state == 1 } }
    SweepMode.report("5,000 services are up after \(Int(Date().timeIntervalSince(began))) s")
    let victims = stride(from: 0, to: count, by: 50).compactMap { number in status(number).map { (number, $0.pid) } }
    for (_, process) in victims { kill(process, SIGKILL) }
    eventually(within: 60, "their successors") {
      victims.allSatisfy { number, process in status(number).map { $0.state == 1 && $0.pid != process } == true }
    }
    #expect(runsvdir.error == "")
    let told = Date()
    runsvdir.signal(SIGHUP)
    #expect(runsvdir.wait(within: 300) == .exited(111))
    #expect((0..<count).allSatisfy { status($0)?.state == 0 })
    SweepMode.report("5,000 services are down after \(Int(Date().timeIntervalSince(told))) s")
  }

  @Test(.asRoot, .with("svlogd")) func `disk space loses no line and knows its services`() throws {
    let place = try TemporaryDirectory()
    // A file system of its own, which ends with its process; seen from here through /proc/PID/root.
    let script = """
      mount -t tmpfs -o size=300k none "$1" && mkdir -p "$1/web/log/main" && cd "$1" &&
      printf 's8000\\nn100\\n' >web/log/main/config &&
      printf '#!/bin/sh\\nexec svlogd ./main\\n' >web/log/run &&
      printf '#!/bin/sh\\nwhile [ ! -e enough ]; do echo $((i+=1)); sleep 0.002; done\\necho $i >count; exec sleep 1000\\n' >web/run &&
      chmod +x web/run web/log/run && exec runsv web
      """
    let runsv = try RunningProgram(
      "/usr/bin/unshare", ["unshare", "--mount", "sh", "-c", script, "sh", place.path], session: true)
    let web = "/proc/\(runsv.id)/root\(place.path)/web"
    let view = SuperviseView(path: web + "/supervise")
    eventually { view.stat == "run" }
    func text(_ name: String) -> String? {
      FileManager.default.contents(atPath: web + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }
    eventually { (text("log/main/current") ?? "").contains("\n20\n") }
    _ = try run(
      "dd", ["if=/dev/zero", "of=\(web)/ballast", "bs=1k"], executable: "/bin/dd")
    eventually(within: 20) { runsv.error.contains("pausing: unable to write to current") }
    view.send("p")
    eventually { runsv.error.contains("warning: unable to write supervise/") }
    view.send("c")
    #expect(runsv.poll() == nil)
    unlink(web + "/ballast")
    eventually(within: 20, "its state") { view.stat == "run" && view.status?.isPaused == false }
    _ = FileManager.default.createFile(atPath: web + "/enough", contents: nil)
    eventually(within: 20) { text("count").flatMap { Int($0.dropLast()) } != nil }
    let count = try #require(text("count").flatMap { Int($0.dropLast()) })
    let all = (1...count).map { "\($0)\n" }.joined()
    eventually(within: 20, "every line once") {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: web + "/log/main")) ?? []
      let files = names.filter { $0.hasPrefix("@") }.sorted() + ["current"]
      return files.compactMap { text("log/main/" + $0) }.joined() == all
    }
    runsv.signal(SIGTERM)
    #expect(runsv.wait(within: 20) == .exited(0))
  }
}
