import Foundation
import Testing

@Suite("The s6 guide", .ours("issue 6: scenario 1"))
struct ScenarioTestsS6Guide {
  @Test func `is ready when its helper has heard an answer, and is waited for`() throws {
    let port = try Listener().port
    let scenario = try Scenario("s6-guide", environment: ["PINGPONG_URL": "http://127.0.0.1:\(port)/health"])
    try scenario.start()
    scenario.wait(for: "waiting", of: "pinger")
    scenario.wait(for: "starting", of: "pingpong")
    #expect(scenario.detail("pinger", "waiting-for") == "pingpong")
    // The detail is written before the status that sv reads.
    eventually { (try? scenario.status("pingpong")) == "run: pingpong: (pid PID) Ns, not ready" }
    let start = Date()
    eventually("the delay of the slow starter") { Date().timeIntervalSince(start) > 2 }
    #expect(scenario.detail("pingpong", "phase") == "starting")
    let listener = try Listener(port: port, answer: "HTTP/1.1 200 OK\r\n\r\n")
    scenario.wait(for: "ready", of: "pingpong")
    scenario.wait(for: "up", of: "pinger")
    #expect(try scenario.status("pingpong") == "run: pingpong: (pid PID) Ns, ready Ns")
    withExtendedLifetime(listener) {}
  }

  @Test func `restarts and waits for readiness, stops, starts and kills by sv`() throws {
    let scenario = try Scenario("s6-guide")
    try scenario.start()
    scenario.wait(for: "ready", of: "iterate-server")
    let status = try scenario.status("iterate-server")
    #expect(status == "run: iterate-server: (pid PID) Ns, ready Ns; run: log: (pid PID) Ns")
    let process = scenario.detail("iterate-server", "pid")
    let restart = try scenario.sv("-w", "5", "restart", "iterate-server")
    #expect(restart.code == 0)
    #expect(restart.output.hasPrefix("ok: run: iterate-server:"))
    #expect(scenario.detail("iterate-server", "pid") != process)
    #expect(try scenario.sv("wait", "ready", "-w", "5", "iterate-server").code == 0)
    #expect(try scenario.sv("-w", "5", "stop", "iterate-server").output.hasPrefix("ok: down: iterate-server:"))
    #expect(try scenario.sv("wait", "ready", "-w", "1", "iterate-server").code == 99)
    #expect(try scenario.sv("-w", "5", "start", "iterate-server").code == 0)
    #expect(scenario.detail("iterate-server", "phase") == "ready")
    #expect(try scenario.sv("kill", "iterate-server").code == 0)
    eventually { scenario.lines("scan/iterate-server/last-ends").last == "-1 9" }
    eventually { scenario.lines("state/log/iterate-server/current").contains { $0.hasSuffix("ended: -1 9") } }
    let line = try #require(scenario.lines("state/log/iterate-server/current").first)
    #expect(line.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+ starting in .*/) != nil, "\(line)")
  }

  @Test func `kills a daemon that ignores TERM after three seconds`() throws {
    let scenario = try Scenario("s6-guide")
    try scenario.place.write("scan/iterate-server/deaf", "")
    try scenario.start()
    scenario.wait(for: "ready", of: "iterate-server")
    let begin = Date()
    #expect(try scenario.sv("-w", "20", "stop", "iterate-server").code == 0)
    #expect(Date().timeIntervalSince(begin) >= 3)
    #expect(scenario.lines("scan/iterate-server/last-ends") == ["-1 9"])
  }
}
