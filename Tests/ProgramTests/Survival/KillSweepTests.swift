import CLibc
import Foundation
import Testing

/// KILL at random moments, at random processes of a tree under load.
@Suite("A tree of services whose processes are killed", .ours("adoption"), .serialized)
struct KillSweepTests {
  @Test func `goes on with each service exactly once, and every line`() throws {
    let rounds = SweepMode.isFull ? 1000 : 25
    let tree = try SweepTree(SweepMode.isFull ? 20 : 10)
    defer { tearDown(tree) }
    var generator = SeededGenerator(seed: SweepMode.seed)
    var kills: [Victim: Int] = [:]
    var killedLoggers: [String: Int] = [:]
    settle(tree, "at first")
    for round in 1...rounds {
      let victim = Victim.lots.randomElement(using: &generator)!
      let place = Int.random(in: 0..<1000, using: &generator)
      let pause = Int32.random(in: 0...30, using: &generator)
      poll(nil, 0, pause)
      let candidates = victim.candidates(in: tree)
      if !candidates.isEmpty {
        let chosen = candidates[place % candidates.count]
        kill(chosen.process, SIGKILL)
        kills[victim, default: 0] += 1
        if victim == .svlogd { killedLoggers[chosen.service, default: 0] += 1 }
      }
      try tree.keepAlive()
      if round % 50 == 0 { settle(tree, "after round \(round)") }
    }
    settle(tree, "at the end")
    #expect(tree.doubles.prefix(20) == [])
    finishLines(tree)
    settle(tree, "after the last line")
    answer(tree)
    let logs = tree.services.map { ($0.name, SweepLog(of: $0.name, in: tree)) }
    for (name, log) in logs {
      #expect(log.faults.prefix(20) == [], "\(name), seed \(SweepMode.seed)")
      #expect(log.gaps <= killedLoggers[name] ?? 0, "\(name), seed \(SweepMode.seed): more gaps than killed loggers")
    }
    report(rounds, kills, logs.map(\.1), tree)
  }

  /// Waits until every service runs exactly once.
  private func settle(_ tree: SweepTree, _ moment: String, sourceLocation: SourceLocation = #_sourceLocation) {
    var complaints: [String] = []
    eventually(
      within: 60, "all well \(moment), seed \(SweepMode.seed), but \(complaints): \(tree.runsvdir.error.suffix(600))",
      sourceLocation: sourceLocation
    ) {
      try? tree.keepAlive()
      complaints = tree.services.compactMap { tree.complaint(about: $0.name) }
      return complaints.isEmpty
    }
  }

  /// `sv` answers about every service.
  private func answer(_ tree: SweepTree) {
    let names = tree.services.map(\.name)
    let outcome = try? run("sv", ["status"] + names, environment: ["SVDIR": tree.place("scan")])
    #expect(outcome?.code == 0)
    #expect(
      outcome?.output.split(separator: "\n").count { $0.hasPrefix("run: ") && $0.contains("; run: log: ") }
        == names.count)
  }

  /// Lets every daemon say how far it has come, and every logger write that.
  private func finishLines(_ tree: SweepTree) {
    _ = try? tree.place.write("stop", "")
    for (name, _) in tree.services {
      eventually(within: 30, "the last line of \(name)") {
        let life = tree.lives(of: name).count
        guard let count = tree.counts(of: name)[life] else { return false }
        let current = tree.place.read("scan/\(name)/log/main/current") ?? ""
        return current.hasSuffix("\(life) \(count)\n") || current.isEmpty
      }
    }
  }

  private func tearDown(_ tree: SweepTree) {
    for entry in Victim.runsv.candidates(in: tree) { kill(entry.process, SIGKILL) }
    tree.runsvdir.signal(SIGKILL)
  }

  private func report(_ rounds: Int, _ kills: [Victim: Int], _ logs: [SweepLog], _ tree: SweepTree) {
    SweepMode.report("kill sweep: \(tree.services.count) services, \(rounds) rounds, seed \(SweepMode.seed)")
    for victim in Victim.allCases { SweepMode.report("  \(victim.rawValue) killed: \(kills[victim] ?? 0)") }
    let lives = tree.services.reduce(0) { $0 + tree.lives(of: $1.name).count }
    SweepMode.report("  lives of daemons: \(lives), twice at a time: \(tree.doubles.count)")
    SweepMode.report("  lines logged: \(logs.reduce(0) { $0 + $1.lines }), twice: 0")
    let lost = logs.reduce(0) { $0 + $1.lost }
    let largest = logs.map(\.largestGap).max() ?? 0
    SweepMode.report(
      "  lines lost with a killed svlogd: \(lost) at \(logs.reduce(0) { $0 + $1.gaps }) kills, at most \(largest) at once"
    )
  }
}
