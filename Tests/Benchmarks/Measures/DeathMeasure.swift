import CLibc

/// How soon a daemon that dies has a successor.
struct DeathMeasure: Measure {
  static let name = "death"
  static let summary = "a daemon is killed: until its successor runs"
  let rounds: Int
  private let services = 20

  init(isQuick: Bool) { rounds = isQuick ? 2 : 8 }

  func run(_ suite: Suite, in workshop: Workshop) throws -> [Sample] {
    let tree = try Tree(suite, count: services, in: workshop)
    try tree.grow()
    var delays: [Double] = []
    for (name, start) in zip(tree.names, tree.starts) {
      let death = Clock.now
      kill(start.process, SIGKILL)
      let successor = try workshop.beacons.wait(for: [name], count: 2, seconds: 10)[0]
      delays.append(successor.time - death)
      // A suite with a fixed delay shows it soon.
      if delays.count == 3, delays.allSatisfy({ $0 > 0.5 }) { break }
      try Clock.pass(0.01)
    }
    return delays.map { Sample(Figure("death to successor", .seconds), $0) }
  }
}
