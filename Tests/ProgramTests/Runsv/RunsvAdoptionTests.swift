import Foundation
import Testing

@Suite("A runsv that follows one that was killed", .ours("an extension"))
struct RunsvAdoptionTests {
  /// Says who it is, and writes numbered lines until it is told to stop, or has written `limit`.
  static func counter(upTo limit: Int) -> String {
    """
    #!/bin/sh
    echo "start $$" >>events
    i=0
    while [ $i -lt \(limit) ] && [ ! -e enough ]; do i=$((i+1)); echo $i; sleep 0.005; done
    echo "counted $i" >>events
    exec sleep 1000

    """
  }

  static let logger = "#!/bin/sh\necho \"start $$\" >>events\nexec cat >>../logged\n"

  /// Kills the runsv of `fixture` and starts another; returns when that supervises the same processes.
  private func replace(_ fixture: ServiceFixture, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try fixture.killRunsv(sourceLocation: sourceLocation)
    try fixture.start(sourceLocation: sourceLocation)
  }

  @Test func `100 times under a daemon keeps one daemon, one logger and every line`() throws {
    let fixture = try ServiceFixture(["run": Self.counter(upTo: 100_000), "log/run": Self.logger])
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    fixture.wait(for: "start \(try fixture.service.waitForProcess())")
    let (daemon, logger) = (try fixture.service.waitForProcess(), try fixture.log.waitForProcess())
    for _ in 0..<100 {
      let lines = (fixture.read("logged") ?? "").utf8.count
      try replace(fixture)
      #expect(try fixture.service.waitForProcess() == daemon)
      #expect(try fixture.log.waitForProcess() == logger)
      eventually("lines of this life") { (fixture.read("logged") ?? "").utf8.count > lines }
    }
    try fixture.write("enough", "")
    eventually("the end of the count") { fixture.events.count == 2 }
    let count = try #require(fixture.events.last?.split(separator: " ").last.flatMap { Int($0) })
    let all = (1...count).map { "\($0)\n" }.joined()
    eventually("every line once") { fixture.read("logged") == all }
    #expect(fixture.events == ["start \(daemon)", "counted \(count)"])
    #expect(fixture.read("log/events") == "start \(logger)\n")
    #expect(fixture.runsv?.error == "")
  }

  @Test func `holds the pipe of those that it has adopted: either may be another process later`() throws {
    let daemon = "#!/bin/sh\necho 1\nwhile [ ! -e go ]; do sleep 0.01; done\necho 2\nexec sleep 1000\n"
    let fixture = try ServiceFixture(["run": daemon, "log/run": Self.logger])
    try fixture.start(until: "run")
    eventually { fixture.read("logged") == "1\n" }
    let (first, logger) = (try fixture.service.waitForProcess(), try fixture.log.waitForProcess())
    try replace(fixture)
    kill(logger, SIGKILL)
    let successor = try fixture.log.waitForProcess(otherThan: logger)
    try fixture.write("go", "")
    eventually { fixture.read("logged") == "1\n2\n" }
    try replace(fixture)
    #expect(try fixture.service.waitForProcess() == first)
    kill(first, SIGKILL)
    try fixture.service.waitForProcess(otherThan: first)
    eventually { fixture.read("logged") == "1\n2\n1\n2\n" }
    #expect(try fixture.log.waitForProcess() == successor)
  }

  @Test func `finds the service alive that wrote when nobody read, and every line`() throws {
    let daemon =
      "#!/bin/sh\necho 1\nwhile [ ! -e go ]; do sleep 0.01; done\necho 2\necho said >>events\nexec sleep 1000\n"
    let fixture = try ServiceFixture(["run": daemon, "log/run": Self.logger])
    try fixture.start(until: "run")
    eventually { fixture.read("logged") == "1\n" }
    let (process, logger) = (try fixture.service.waitForProcess(), try fixture.log.waitForProcess())
    try fixture.killRunsv()
    kill(logger, SIGKILL)
    eventually { !ProcessEntry(logger).isAlive }
    try fixture.write("go", "")
    fixture.wait(for: "said")
    try fixture.start()
    eventually { fixture.read("logged") == "1\n2\n" }
    #expect(try fixture.service.waitForProcess() == process)
  }

  @Test func `answers sv about the service that it has adopted`() throws {
    let finish = "#!/bin/sh\necho \"finish $1 $2\" >>events\n"
    let fixture = try ServiceFixture(["run": Script.sleeper, "finish": finish])
    try fixture.start(until: "run")
    let former = try fixture.service.waitForProcess()
    let since = try #require(fixture.service.status?.since)
    try replace(fixture)
    #expect(fixture.service.status?.since == since, "since when it runs")
    let status = try sv(fixture, "status")
    #expect(status.output.hasPrefix("run: web: (pid \(former)) "))
    #expect(ProcessEntry(former).parent != fixture.runsv?.id)
    #expect(try sv(fixture, "down").code == 0)
    fixture.wait(for: "finish -1 0")
    fixture.service.wait(for: "down")
    #expect(!ProcessEntry(former).isAlive)
    #expect(try sv(fixture, "up").code == 0)
    // This one is a child: how it ends is known.
    let child = try fixture.service.waitForProcess(otherThan: former)
    #expect(ProcessEntry(child).parent == fixture.runsv?.id)
    kill(child, SIGKILL)
    fixture.wait(for: "finish -1 9")
  }

  @Test func `restarts what it has adopted when it is told to, and when it ends`() throws {
    let finish = "#!/bin/sh\necho \"finish $1 $2\" >>events\n"
    let fixture = try ServiceFixture(["run": Script.sleeper, "finish": finish])
    try fixture.start(until: "run")
    let first = try fixture.service.waitForProcess()
    try replace(fixture)
    #expect(try sv(fixture, "term").code == 0)
    let second = try fixture.service.waitForProcess(otherThan: first)
    #expect(fixture.events == ["finish -1 0"])
    try replace(fixture)
    kill(second, SIGKILL)
    try fixture.service.waitForProcess(otherThan: second)
    #expect(fixture.events == ["finish -1 0", "finish -1 0"])
  }

  @Test func `pauses and resumes what it has adopted`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    let process = try fixture.service.waitForProcess()
    try replace(fixture)
    #expect(try sv(fixture, "pause").code == 0)
    eventually { ProcessEntry(process).state == "T" }
    fixture.service.wait(for: "run, paused")
    #expect(try sv(fixture, "cont").code == 0)
    eventually { ProcessEntry(process).state == "S" }
    fixture.service.wait(for: "run")
  }

  @Test func `waits for the finish that it has adopted, and takes no step before its end`() throws {
    let finish = """
      #!/bin/sh
      echo "finish $1 $2" >>events
      while [ ! -e enough ]; do sleep 0.01; done
      echo finished >>events

      """
    let fixture = try ServiceFixture(["run": Script.stay("start"), "finish": finish])
    try fixture.start(until: "run")
    fixture.wait(for: "start")
    let process = try fixture.service.waitForProcess()
    kill(process, SIGKILL)
    fixture.service.wait(for: "finish")
    fixture.wait(for: "finish -1 9")
    let finishing = try fixture.service.waitForProcess(in: "finish")
    try replace(fixture)
    #expect(try fixture.service.waitForProcess(in: "finish") == finishing)
    // Commands are read while it waits, so that a start too early would show.
    fixture.service.send("d")
    fixture.service.wait(for: "finish, want down")
    fixture.service.send("u")
    fixture.service.wait(for: "finish")
    #expect(fixture.events == ["start", "finish -1 9"])
    try fixture.write("enough", "")
    fixture.wait(for: "start", times: 2)
    #expect(fixture.events == ["start", "finish -1 9", "finished", "start"])
  }

  @Test(arguments: ["start-time", "boot-id", "pid"])
  func `does not adopt a stranger with the number of the service`(key: String) throws {
    let stranger = try RunningProgram("/bin/sleep", ["sleep", "1000"])
    // Processes are told apart by the clock tick in which they started.
    eventually { ProcessEntry(stranger.id).ageSeconds > 0.02 }
    let fixture = try ServiceFixture(["run": Script.stay("start")])
    try fixture.start(until: "run")
    fixture.wait(for: "start")
    let former = try fixture.service.waitForProcess()
    try fixture.killRunsv()
    // The process lives on; only the detail says now that it is not the one.
    let lies = ["start-time": "1", "boot-id": "00000000-0000-4000-8000-000000000000", "pid": "\(stranger.id)"]
    let detail = try #require(fixture.read("supervise/detail")).split(separator: "\n").map { line in
      line.hasPrefix(key + " ") ? "\(key) \(lies[key] ?? "")" : String(line)
    }
    #expect(detail.contains("\(key) \(lies[key] ?? "")"))
    try fixture.write("supervise/detail", detail.joined(separator: "\n") + "\n")
    try fixture.start()
    let child = try fixture.service.waitForProcess(otherThan: former)
    #expect(ProcessEntry(child).parent == fixture.runsv?.id)
    fixture.wait(for: "start", times: 2)
    fixture.service.send("d")
    fixture.service.wait(for: "down")
    #expect(!ProcessEntry(child).isAlive)
    #expect(ProcessEntry(former).isAlive, "nobody has sent a signal to what is not ours")
    #expect(ProcessEntry(stranger.id).isAlive)
    kill(former, SIGKILL)
    stranger.signal(SIGKILL)
  }

  private func sv(_ fixture: ServiceFixture, _ command: String) throws -> Outcome {
    try run("sv", [command, ServiceFixture.name], environment: ["SVDIR": fixture.place.path])
  }
}
