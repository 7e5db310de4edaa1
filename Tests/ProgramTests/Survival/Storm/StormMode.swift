import Foundation

/// How long the storms of this folder are.
enum StormMode {
  /// `RUNIT_STORM=SECONDS` makes each storm last so long; without it a few seconds are enough.
  static let seconds = ProcessInfo.processInfo.environment["RUNIT_STORM"].flatMap { Double($0) } ?? 3

  /// The series of random numbers, `RUNIT_SEED`, and the storm's name, so that a report can be repeated.
  static func title(_ name: String) -> String { "\(name), RUNIT_SEED=\(SweepMode.seed) RUNIT_STORM=\(seconds)" }

  static func report(_ line: String) { print("[storm] " + line) }
}

/// What was done in a storm, with the moments.
struct StormTrace {
  private let began = Date()
  private var lines: [String] = []

  mutating func note(_ action: String) {
    lines.append("\(Int(Date().timeIntervalSince(began) * 1000)) ms: \(action)")
  }

  var count: Int { lines.count }

  /// What was done last, for a test that fails.
  var end: String { lines.suffix(60).joined(separator: "\n") }
}

extension SeededGenerator {
  /// One of these, each as often as its weight says.
  mutating func choose<Value>(_ lots: [(weight: Int, value: Value)]) -> Value {
    var place = Int.random(in: 0..<lots.reduce(0) { $0 + $1.weight }, using: &self)
    for (weight, value) in lots {
      place -= weight
      if place < 0 { return value }
    }
    return lots[0].value
  }

  /// Whether an event of this probability happens.
  mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}
