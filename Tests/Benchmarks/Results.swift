/// All samples of a run, and what could not be measured.
struct Results {
  /// A row of the table: what was measured, of every suite.
  struct Row {
    let measure: String
    let figure: Figure
    var samples: [String: [Double]] = [:]
    /// The suites from which this figure is not taken any more.
    var refused: Set<String> = []
  }

  let suites: [Suite]
  let measures: [any Measure.Type]
  private(set) var rows: [Row] = []
  /// Why a suite has no figures of a measure.
  private(set) var failures: [(measure: String, suite: String, reason: String)] = []
  /// Why a suite lacks one of them.
  private(set) var refusals: [(measure: String, suite: String, reason: String)] = []

  init(suites: [Suite], measures: [any Measure.Type]) {
    self.suites = suites
    self.measures = measures
  }

  /// The suite that ratios refer to: runit, or the first that is not ours.
  var reference: Suite? { suites.first { $0.name == "runit" } ?? suites.dropFirst().first }

  mutating func add(_ samples: [Sample], measure: String, suite: Suite) {
    for sample in samples {
      let known = rows.firstIndex { $0.measure == measure && $0.figure == sample.figure }
      if known == nil { rows.append(Row(measure: measure, figure: sample.figure)) }
      let index = known ?? rows.count - 1
      guard !rows[index].refused.contains(suite.name) else { continue }
      switch sample.value {
      case .success(let value): rows[index].samples[suite.name, default: []].append(value)
      case .failure(let failure):
        rows[index].refused.insert(suite.name)
        rows[index].samples[suite.name] = nil
        refusals.append((measure, suite.name, "\(sample.figure.name): \(failure)"))
      }
    }
  }

  /// Takes back what was measured of a suite that turned out not to do its work.
  mutating func fail(measure: String, suite: Suite, reason: String) {
    for index in rows.indices where rows[index].measure == measure { rows[index].samples[suite.name] = nil }
    failures.append((measure, suite.name, reason))
  }

  func hasFailed(measure: String, suite: Suite) -> Bool {
    failures.contains { $0.measure == measure && $0.suite == suite.name }
  }
}

extension Results.Row {
  func statistics(_ suite: Suite) -> Statistics? { Statistics(samples[suite.name] ?? []) }

  /// How many times the reference's median a suite's is.
  func ratio(_ suite: Suite, to reference: Suite?) -> Double? {
    guard let own = statistics(suite), let other = reference.flatMap(statistics) else { return nil }
    return own.ratio(to: other)
  }
}
