import Foundation
import Testing

@Suite("zinit", .ours("issue 6: scenario 4"))
struct ScenarioTestsZinit {
  @Test func `lets one service wait visibly, reports a cycle, and the rest runs`() throws {
    let scenario = try Scenario("zinit")
    try scenario.start()
    scenario.wait(for: "waiting", of: "lost")
    #expect(scenario.detail("lost", "waiting-for") == "nowhere")
    scenario.wait(for: "failed", of: "a", "b")
    #expect(scenario.detail("a", "reason") == "dependency cycle: a -> b -> a")
    #expect(scenario.detail("b", "reason") == "dependency cycle: b -> a -> b")
    scenario.wait(for: "done", of: "migrate")
    #expect(try scenario.sv("why", "lost").output.contains("nowhere"))
  }

  @Test func `pauses longer and longer, and gives up where there is a limit`() throws {
    let scenario = try Scenario("zinit")
    try scenario.start()
    scenario.wait(for: "failed", of: "limited")
    #expect(scenario.detail("limited", "starts") == "4")
    #expect(scenario.detail("limited", "last-exit") == "signal KILL")
    eventually { scenario.lines("scan/flapping/starts").count >= 5 }
    #expect(scenario.detail("flapping", "last-exit") == "exit 3")
    let times = scenario.lines("scan/flapping/starts").compactMap { Int($0) }
    let pauses = zip(times, times.dropFirst()).map { $1 - $0 }
    #expect(try #require(pauses.max()) >= 1_100, "it has doubled twice, at least: \(pauses)")
    try scenario.place.write("scan/flapping/good", "")
    scenario.wait(for: "up", of: "flapping")
  }

  @Test func `asks by TCP, by HTTP and by a command, and reaches its target`() throws {
    let port = try Listener().port
    let scenario = try Scenario("zinit", environment: ["PORT": "\(port)"])
    try scenario.start()
    scenario.wait(for: "waiting", of: "target")
    scenario.wait(for: "starting", of: "by-tcp", "by-http", "by-command")
    eventually { scenario.detail("target", "waiting-for") == "by-tcp by-http by-command" }
    let listener = try Listener(port: port, answer: "HTTP/1.1 200 OK\r\n\r\n")
    scenario.wait(for: "ready", of: "by-tcp", "by-http")
    try scenario.place.write("scan/by-command/healthy", "")
    scenario.wait(for: "done", of: "target")
    #expect(scenario.lines("scan/migrate/work") == ["migrated"])
    unlink(scenario.place("scan/by-command/healthy"))
    eventually("a restart after failed checks") { scenario.detail("by-command", "starts") == "2" }
    withExtendedLifetime(listener) {}
    #expect(scenario.stop() == .exited(111))
    #expect(scenario.lines("scan/migrate/work") == ["migrated", "undone"])
  }
}
