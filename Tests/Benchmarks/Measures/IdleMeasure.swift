/// How often an idle suite wakes up.
struct IdleMeasure: Measure {
  static let name = "idle"
  static let summary = "times that idle supervisors, loggers and the scanner wake up in a minute"
  let rounds = 1
  private let services = 40
  private let logged = 20
  private let seconds: Double

  init(isQuick: Bool) { seconds = isQuick ? 15 : 60 }

  func run(_ suite: Suite, in workshop: Workshop) throws -> [Sample] {
    let tree = try Tree(suite, count: services, logged: logged, in: workshop)
    let parts = try tree.settledParts(logged: logged)
    // runsvdir looks at a directory that has just changed once more.
    try Clock.pass(6)
    let groups = [("supervisor", parts.supervisors), ("logger", parts.loggers), ("scanner", [tree.scanner.process])]
    let before = try groups.map { try $0.1.map(ProcessFacts.wakeUps) }
    try Clock.pass(seconds)
    return try zip(groups, before).map { group, before in
      let after = try group.1.map(ProcessFacts.wakeUps)
      let all = zip(after, before).map { $0 - $1 }.reduce(0, +)
      return Sample(Figure("wake-ups of a \(group.0)", .count), all / Double(max(1, after.count)) * 60 / seconds)
    }
  }
}
