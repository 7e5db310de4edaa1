/// How long the control program takes, from its start to its end.
struct ControlMeasure: Measure {
  static let name = "control"
  static let summary = "the control program with 500 services: status of one and of all, restart of one and of 100"
  let rounds: Int
  private let services = 500
  private let restarts: Int

  init(isQuick: Bool) {
    rounds = isQuick ? 2 : 4
    restarts = isQuick ? 4 : 8
  }

  func run(_ suite: Suite, in workshop: Workshop) throws -> [Sample] {
    let tree = try Tree(suite, count: services, in: workshop)
    try tree.grow()
    var samples: [Sample] = []
    func measure(_ name: String, _ operation: ControlOperation, _ services: [String]) throws {
      samples.append(Sample(Figure(name, .seconds), try tree.control(operation, services)))
    }
    for index in 0..<20 { try measure("status of one", .status, [tree.names[400 + index]]) }
    for _ in 0..<10 { try measure("status of \(services)", .status, tree.names) }
    guard suite.family != .daemontools else { return samples }  // svc does not wait
    // Without that, our sv waits for 400 ms to see whether the new daemon stays.
    try tree.announceReadiness(of: Array(tree.names[..<200]))
    for index in 0..<restarts { try measure("restart of one", .restart, [tree.names[index]]) }
    try measure("restart of 100", .restart, Array(tree.names[100..<200]))
    return samples
  }
}
