/// How fast a machine's services come up, and go down again in an orderly way.
struct StartMeasure: Measure {
  static let name = "start"
  static let summary = "500 services: from the start of the scanner until all run; until all is gone"
  let rounds: Int
  private let services = 500

  init(isQuick: Bool) { rounds = isQuick ? 3 : 9 }

  func run(_ suite: Suite, in workshop: Workshop) throws -> [Sample] {
    let tree = try Tree(suite, count: services, in: workshop)
    try tree.grow()
    let parts = try tree.settledParts()
    let supervision = try ([tree.scanner.process] + parts.supervisors).map(ProcessFacts.cpuSeconds).reduce(0, +)
    let daemons = try parts.daemons.map(ProcessFacts.cpuSeconds).reduce(0, +)

    let departure = Departure(parts.all + [tree.scanner.process])
    let begin = Clock.now
    try suite.stop(tree)
    guard let end = try departure.wait(seconds: 30) else { throw Failure("not all is gone after 30 s") }
    return [
      Sample(Figure("\(services) services run", .seconds), tree.startSeconds),
      Sample(Figure("processor time of supervision", .seconds), supervision),
      Sample(Figure("processor time with daemons", .seconds), supervision + daemons),
      Sample(Figure("\(services) services stopped", .seconds), end - begin),
    ]
  }
}
