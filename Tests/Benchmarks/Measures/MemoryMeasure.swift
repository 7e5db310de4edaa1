/// What supervision of a service holds in memory.
struct MemoryMeasure: Measure {
  static let name = "memory"
  static let summary = "memory of supervisor, logger and scanner with 200 services, 100 of them logged"
  let rounds: Int
  private let services = 200
  private let logged = 100

  init(isQuick: Bool) { rounds = isQuick ? 1 : 3 }

  func run(_ suite: Suite, in workshop: Workshop) throws -> [Sample] {
    let tree = try Tree(suite, count: services, logged: logged, in: workshop)
    let parts = try tree.settledParts(logged: logged)
    try tree.grow()
    let supervisors = try parts.supervisors.map(ProcessFacts.memory)
    let loggers = try parts.loggers.map(ProcessFacts.memory)
    let scanner = try ProcessFacts.memory(tree.scanner.process)
    func median(_ values: [Double]) -> Double { Statistics(values)?.median ?? 0 }
    let values: [(String, Double)] = [
      ("supervisor: proportional", median(supervisors.map(\.proportional))),
      ("supervisor: private", median(supervisors.map(\.own))),
      ("supervisor: private and page tables", median(supervisors.map { $0.own + $0.pageTables })),
      ("logger: proportional", median(loggers.map(\.proportional))),
      ("logger: private and page tables", median(loggers.map { $0.own + $0.pageTables })),
      ("scanner: private", scanner.own),
      ("supervision of a service", (supervisors.map(\.proportional).reduce(0, +) + scanner.proportional) / 200),
    ]
    return values.map { Sample(Figure($0, .kilobytes), $1) }
  }
}
