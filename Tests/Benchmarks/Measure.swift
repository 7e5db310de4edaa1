/// Something that is measured of every suite in the same way.
protocol Measure: Sendable {
  /// What `--only` calls it.
  static var name: String { get }
  /// What it does, in a line.
  static var summary: String { get }

  init(isQuick: Bool)

  /// How often each suite has its turn.
  var rounds: Int { get }

  /// Measures one suite once. It throws when the suite did not do what it should have done.
  mutating func run(_ suite: Suite, in workshop: Workshop) throws -> [Sample]
}

/// One number of one suite, or why this figure is not to be had from it.
struct Sample {
  let figure: Figure
  let value: Result<Double, Failure>

  init(_ figure: Figure, _ value: Double) {
    self.figure = figure
    self.value = .success(value)
  }

  init(_ figure: Figure, refused failure: Failure) {
    self.figure = figure
    value = .failure(failure)
  }
}

/// What a number says.
struct Figure: Hashable {
  let name: String
  let unit: Unit

  init(_ name: String, _ unit: Unit) {
    self.name = name
    self.unit = unit
  }
}

/// All measures, in the order in which they are made and printed.
let allMeasures: [any Measure.Type] = [
  SizeMeasure.self, MemoryMeasure.self, StartMeasure.self, LinkMeasure.self, DeathMeasure.self, ControlMeasure.self,
  LogMeasure.self, LatencyMeasure.self, IdleMeasure.self, GrowthMeasure.self,
]
