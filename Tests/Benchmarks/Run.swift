/// Makes measures, suite by suite in turns, so that a busy moment of the machine meets all of them alike.
struct Run {
  let suites: [Suite]
  let workshop: Workshop
  let progress: Progress

  /// Adds to the results as it goes, so that they are there when it is interrupted.
  func make(_ measures: [any Measure.Type], _ results: inout Results) throws {
    defer { progress.clear() }
    for (index, kind) in measures.enumerated() {
      var measure = kind.init(isQuick: workshop.isQuick)
      for round in 0..<measure.rounds {
        for suite in turn(round) where !results.hasFailed(measure: kind.name, suite: suite) {
          progress.show(
            "\(index + 1)/\(measures.count) \(kind.name), round \(round + 1)/\(measure.rounds): \(suite.name)")
          do {
            results.add(try measure.run(suite, in: workshop), measure: kind.name, suite: suite)
          } catch let failure as Failure {
            results.fail(measure: kind.name, suite: suite, reason: failure.description)
          }
          try workshop.clear()
        }
      }
    }
  }

  /// The suites, each round beginning with another one.
  private func turn(_ round: Int) -> [Suite] {
    let first = round % suites.count
    return Array(suites[first...] + suites[..<first])
  }
}
