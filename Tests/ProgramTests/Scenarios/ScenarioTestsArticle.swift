import Foundation
import Glibc
import Testing

/// The statements S3 of sources.md. They hold for runit's own programs as well.
@Suite("The article on stage 2", .with("runsvdir", "runsv", "sv", "svlogd", "chpst"))
struct ScenarioTestsArticle {
  static func start() throws -> Scenario {
    let scenario = try Scenario("article")
    try scenario.start()
    eventually(within: 15) { scenario.isRunning("daemon") && scenario.isRunning("daemon/log") }
    return scenario
  }

  @Test func `the supervisor is the parent, knows the process, and restarts it when it crashes`() throws {
    let scenario = try Self.start()
    let first = ProcessEntry(scenario.process("daemon"))
    let runsv = try #require(first.parent)
    #expect(ProcessEntry(runsv).parent == scenario.runsvdir?.id)
    #expect(ProcessEntry(runsv).arguments == ["runsv", "daemon"])
    #expect(first.workingDirectory == scenario.place("scan/daemon"))
    kill(first.id, SIGSEGV)
    eventually { ![0, first.id].contains(scenario.process("daemon")) }
    #expect(ProcessEntry(scenario.process("daemon")).parent == runsv)
  }

  @Test func `each start is in the same state, whoever asks for it`() throws {
    let scenario = try Self.start()
    eventually { scenario.states.count == 1 }
    kill(scenario.process("daemon"), SIGKILL)
    eventually { scenario.states.count == 2 }
    eventually { scenario.isRunning("daemon") }
    let words = "umask 0; ulimit -n 99; ulimit -c 0; exec 9</dev/zero; OTHER=1 exec sv -w 9 restart daemon"
    let variables = ["SVDIR": scenario.place("scan"), "HOME": "/nowhere"]
    #expect(try run("sh", ["-c", words], executable: "/bin/sh", environment: variables).code == 0)
    eventually { scenario.states.count == 3 }
    #expect(Set(scenario.states.values).count == 1, "\(scenario.states)")
  }

  @Test func `daemon and logger restart without each other, and no line is lost`() throws {
    let scenario = try Self.start()
    eventually { scenario.logLines.count > 5 }
    let (daemon, logger) = (scenario.process("daemon"), scenario.process("daemon/log"))
    #expect(try scenario.sv("-w", "9", "restart", "daemon/log").code == 0)
    // Runit's sv does not wait for another process.
    eventually { ![0, logger].contains(scenario.process("daemon/log")) }
    #expect(scenario.process("daemon") == daemon)
    let successor = scenario.process("daemon/log")
    #expect(try scenario.sv("-w", "9", "restart", "daemon").code == 0)
    eventually { ![0, daemon].contains(scenario.process("daemon")) }
    #expect(scenario.process("daemon/log") == successor)
    let last = scenario.process("daemon")
    eventually { scenario.logLines.count { $0.first == last } > 5 }
    for process in [daemon, last] {
      let numbers = scenario.logLines.filter { $0.first == process }.map { Int($0.last ?? 0) }
      #expect(numbers == Array(1...numbers.count))
    }
  }

  @Test(.asRoot) func `daemon and logger are users of their own`() throws {
    let scenario = try Self.start()
    for (name, user) in [("daemon", "daemon"), ("daemon/log", "nobody")] {
      let uid = try #require(getpwnam(user)).pointee.pw_uid
      eventually { ProcessEntry(scenario.process(name)).status("Uid")?.split(separator: "\t").first == "\(uid)" }
    }
  }

  @Test func `a symlink is a service within five seconds, and its removal the end of it`() throws {
    let scenario = try Self.start()
    symlink(".later/guest", scenario.place("scan/guest"))
    // Five for the scan, and some for a machine with other work.
    eventually(within: 8) { scenario.isRunning("guest") }
    let process = scenario.process("guest")
    unlink(scenario.place("scan/guest"))
    eventually(within: 15) { !ProcessEntry(process).isAlive }
  }

  @Test func `a service that fails without its prerequisites is tried until they are there`() throws {
    let scenario = try Self.start()
    eventually { scenario.isRunning("database") }
    eventually { scenario.place.exists("scan/dependent/supervise/status") }
    #expect(!scenario.isRunning("dependent") || !scenario.place.exists("state/prerequisite"))
    try scenario.place.write("state/prerequisite", "")
    eventually { ProcessEntry(scenario.process("dependent")).arguments.first == "sleep" }
  }

  @Test func `a service told to go down takes its dependents along`() throws {
    let scenario = try Self.start()
    try scenario.place.write("state/prerequisite", "")
    eventually { ProcessEntry(scenario.process("dependent")).arguments.first == "sleep" }
    #expect(try scenario.sv("-w", "9", "down", "database").code == 0)
    try eventually { try scenario.status("dependent").hasPrefix("down: dependent: Ns, normally up") }
    #expect(try scenario.status("database") == "down: database: Ns, normally up")
  }
}

extension Scenario {
  /// The process of a service; 0 when it has none.
  fileprivate func process(_ name: String) -> pid_t {
    pid_t((place.read("scan/\(name)/supervise/pid") ?? "").trimmingCharacters(in: .newlines)) ?? 0
  }

  fileprivate func isRunning(_ name: String) -> Bool {
    process(name) != 0 && place.read("scan/\(name)/supervise/stat")?.hasPrefix("run") == true
  }

  /// What each life of the daemon has written down, by its process.
  fileprivate var states: [String: String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place("state/states"))) ?? []
    return Dictionary(uniqueKeysWithValues: names.map { ($0, place.read("state/states/" + $0) ?? "") })
  }

  /// The lines in the log, as their two numbers.
  fileprivate var logLines: [[pid_t]] {
    lines("scan/daemon/log/main/current").map { $0.split(separator: " ").compactMap { pid_t($0) } }
  }
}
