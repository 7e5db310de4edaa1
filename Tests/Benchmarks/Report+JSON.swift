import Foundation

/// The results with every sample, for programs.
struct JSONReport: Codable {
  /// What was measured, of every suite.
  struct Figure: Codable {
    let measure: String
    let name: String
    let unit: Unit
    let isBetterWhenLarge: Bool
    let suites: [String: Values]
  }

  /// The samples of one suite, and what they come to.
  struct Values: Codable {
    let median: Double
    let spread: Double
    let minimum: Double
    let maximum: Double
    /// How many times the reference's median.
    let ratio: Double?
    let samples: [Double]
  }

  /// What could not be measured.
  struct Missing: Codable {
    let measure: String
    let suite: String
    let reason: String
  }

  let machine: Machine
  let command: [String]
  /// The directory of each suite's programs.
  let suites: [String: String]
  let reference: String?
  let figures: [Figure]
  let missing: [Missing]

  init(_ results: Results, machine: Machine, command: [String]) {
    self.machine = machine
    self.command = command
    suites = Dictionary(uniqueKeysWithValues: results.suites.map { ($0.name, $0.directory) })
    reference = results.reference?.name
    figures = results.rows.map { row in
      let values = results.suites.compactMap { suite in
        row.statistics(suite).map { statistics in
          let ratio = row.ratio(suite, to: results.reference)
          return (suite.name, Values(statistics, ratio: ratio, samples: row.samples[suite.name] ?? []))
        }
      }
      return Figure(
        measure: row.measure, name: row.figure.name, unit: row.figure.unit,
        isBetterWhenLarge: row.figure.unit.isBetterWhenLarge, suites: Dictionary(uniqueKeysWithValues: values))
    }
    missing = (results.failures + results.refusals).map {
      Missing(measure: $0.measure, suite: $0.suite, reason: $0.reason)
    }
  }

  func data() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}

extension JSONReport.Values {
  init(_ statistics: Statistics, ratio: Double?, samples: [Double]) {
    self.init(
      median: statistics.median, spread: statistics.spread, minimum: statistics.minimum, maximum: statistics.maximum,
      ratio: ratio, samples: samples)
  }
}
