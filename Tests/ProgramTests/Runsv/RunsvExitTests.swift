import Foundation
import Testing

@Suite("runsv, when it exits,")
struct RunsvExitTests {
  /// Tells a running `runsv` to exit.
  enum Farewell: CaseIterable {
    case exit
    case terminate

    func say(to fixture: ServiceFixture) {
      switch self {
      case .exit: fixture.service.send("x")
      case .terminate: fixture.runsv?.signal(SIGTERM)
      }
    }
  }

  @Test(arguments: Farewell.allCases)
  func `takes its service down first`(farewell: Farewell) throws {
    let fixture = try ServiceFixture(["run": Script.recorder(endingAt: ["TERM"]), "finish": Script.record("finish")])
    try fixture.startRecorder()
    farewell.say(to: fixture)
    #expect(fixture.ending() == .exited(0))
    #expect(fixture.events.filter { $0 != "CONT" } == ["ready", "TERM", "finish"])
    #expect(fixture.service.stat == "down")
  }

  @Test(arguments: Farewell.allCases)
  func `goes at once when nothing runs`(farewell: Farewell) throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "down": ""])
    try fixture.start(until: "down")
    farewell.say(to: fixture)
    #expect(fixture.ending() == .exited(0))
  }

  @Test func `does not wait for state files whose directory was removed`() throws {
    let fixture = try ServiceFixture(["run": Script.sleeper, "log/run": "#!/bin/sh\nexec cat\n"])
    try fixture.start(until: "run")
    fixture.log.wait(for: "run")
    try FileManager.default.removeItem(atPath: fixture.path)
    fixture.runsv?.signal(SIGTERM)
    #expect(fixture.ending(within: 4.5) == .exited(0))  // five tries are a second apart
  }

  @Test(arguments: Farewell.allCases)
  func `lets finish end`(farewell: Farewell) throws {
    let finish = "#!/bin/sh\necho finish >>events\nwhile [ ! -e go ]; do sleep 0.05; done\necho finished >>events\n"
    let fixture = try ServiceFixture(["run": Script.quick, "finish": finish])
    try fixture.start(until: "finish")
    fixture.wait(for: "finish")
    farewell.say(to: fixture)
    fixture.service.wait(for: "finish, want exit")
    try fixture.write("go", "")
    #expect(fixture.ending() == .exited(0))
    #expect(fixture.events == ["finish", "finished"])
  }

  @Test(arguments: Farewell.allCases)
  func `waits for a service that takes its time`(farewell: Farewell) throws {
    let fixture = try ServiceFixture(["run": Script.stubborn])
    try fixture.startRecorder()
    farewell.say(to: fixture)
    fixture.service.wait(for: "run, got TERM, want exit")
    fixture.service.send("p")
    fixture.service.wait(for: "run, paused, got TERM, want exit")
    fixture.service.send("ct")
    fixture.service.wait(for: "run, got TERM, want exit")
    #expect(fixture.ending(within: 0) == nil)
    kill(try #require(fixture.service.pid), SIGKILL)
    #expect(fixture.ending() == .exited(0))
  }

  @Test func `obeys TERM more than once`() throws {
    let fixture = try ServiceFixture(["run": Script.stubborn])
    try fixture.startRecorder()
    for count in 1...3 {
      fixture.runsv?.signal(SIGTERM)
      fixture.wait(for: "TERM", times: count)
    }
    kill(try #require(fixture.service.pid), SIGKILL)
    #expect(fixture.ending() == .exited(0))
  }

  @Test(arguments: [SIGHUP, SIGINT, SIGQUIT, SIGALRM])
  func `dies of other signals as every program does, and its service lives on`(signal: Int32) throws {
    let fixture = try ServiceFixture()
    // Swift's runtime, in debug builds, prints a backtrace on QUIT unless it is told otherwise.
    try fixture.launch(environment: ["SWIFT_BACKTRACE": "enable=no"])
    fixture.service.wait(for: "run")
    let pid = try #require(fixture.service.pid)
    fixture.runsv?.signal(signal)
    #expect(fixture.ending() == .signalled(signal))
    #expect(ProcessEntry(pid).isAlive)
  }

  @Test func `does not mind a CHLD from elsewhere`() throws {
    let fixture = try ServiceFixture()
    try fixture.start(until: "run")
    fixture.runsv?.signal(SIGCHLD)
    fixture.service.send("p")
    fixture.service.wait(for: "run, paused")
    #expect(fixture.runsv?.poll() == nil)
  }

  @Test func `reaps what others have left to it`() throws {
    // The shell starts a child, and then becomes runsv: a child that runsv knows nothing of.
    let fixture = try ServiceFixture()
    try fixture.launch(after: "sleep 0.2 & echo $!; exec")
    fixture.service.wait(for: "run")
    let child = try #require(pid_t(fixture.runsv?.output.trimmingCharacters(in: .newlines) ?? ""))
    eventually { ProcessEntry(child).state == nil }
  }
}
