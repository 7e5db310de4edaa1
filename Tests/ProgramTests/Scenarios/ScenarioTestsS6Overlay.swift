import Foundation
import Testing

@Suite("The s6-overlay guide", .ours("issue 6: scenario 2"))
struct ScenarioTestsS6Overlay {
  static let needs = [
    ("valkey", "init"), ("nginx", "init"), ("romm-main", "valkey"), ("rq-worker", "valkey"), ("rq-worker", "romm-main"),
    ("rq-scheduler", "valkey"), ("rq-scheduler", "romm-main"), ("watcher", "romm-main"),
  ]
  static let names = ["nginx", "valkey", "romm-main", "rq-worker", "rq-scheduler", "watcher"]

  @Test func `starts in order and stops in reverse order, in 20 runs`() throws {
    let scenario = try Scenario("s6-overlay")
    for run in 1...20 {
      unlink(scenario.place("state/events"))
      try scenario.start(["-b", "20"])
      for name in Self.names { scenario.wait(for: "ready", of: name) }
      #expect(scenario.stop() == .exited(111), "run \(run)")
      let times = Dictionary(
        uniqueKeysWithValues: scenario.lines("state/events").map { line in
          let words = line.split(separator: " ")
          return ("\(words[1]) \(words[2])", Int(words[0]) ?? 0)
        })
      #expect(times.count == 1 + 2 * Self.names.count, "every finish has run")
      for (name, need) in Self.needs {
        #expect(times["start \(need)"] ?? .max < times["start \(name)"] ?? 0, "run \(run): \(name) needs \(need)")
        guard need != "init" else { continue }
        #expect(times["stop \(name)"] ?? .max < times["stop \(need)"] ?? 0, "run \(run): \(name) needs \(need)")
      }
    }
  }

  @Test func `runs its init scripts in order and exports variables to all services`() throws {
    let scenario = try Scenario("s6-overlay", environment: ["WORKER_LOG_LEVEL": "debug", "ROMM_HOST": "here"])
    try scenario.start()
    scenario.wait(for: "done", of: "init")
    for name in Self.names { scenario.wait(for: "ready", of: name) }
    let process = try #require(scenario.detail("rq-worker", "pid"))
    eventually {
      let text = (try? String(contentsOfFile: "/proc/\(process)/environ", encoding: .utf8)) ?? ""
      let variables = text.split(separator: "\0")
      return ["VALKEY_PORT=6379", "WORKER_LOG_LEVEL=debug", "ROMM_HOST=here"].allSatisfy { variables.contains($0[...]) }
    }
    #expect(scenario.place.exists("state/library/roms"))
    #expect(scenario.place.read("state/nginx.conf") == "listen 8080;\n")
  }

  @Test func `starts nothing when its configuration is missing`() throws {
    let scenario = try Scenario("s6-overlay", environment: ["ROMM_CONFIG": "/nonexistent"])
    try scenario.start()
    scenario.wait(for: "failed", of: "init")
    scenario.wait(for: "waiting", of: "valkey")
    #expect(scenario.detail("valkey", "waiting-for") == "init")
    #expect(scenario.detail("init", "last-exit") == "exit 1")
    #expect(scenario.lines("state/events").isEmpty)
  }
}
