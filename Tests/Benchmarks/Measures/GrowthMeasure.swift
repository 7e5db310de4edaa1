/// Whether the time to start a service depends on how many there are.
struct GrowthMeasure: Measure {
  static let name = "growth"
  static let summary = "start time of one service among 10, 100, 1000 and 5000"
  let rounds: Int
  private let sizes: [Int]

  init(isQuick: Bool) {
    rounds = isQuick ? 1 : 3
    sizes = isQuick ? [10, 100, 1000] : [10, 100, 500, 1000, 5000]
  }

  func run(_ suite: Suite, in workshop: Workshop) throws -> [Sample] {
    var samples: [Sample] = []
    for size in sizes where suite.capacity ?? size >= size {
      let tree = try Tree(suite, count: size, in: workshop)
      samples.append(Sample(Figure("one of \(size)", .seconds), tree.startSeconds / Double(size)))
      try workshop.clear()
    }
    return samples
  }
}
