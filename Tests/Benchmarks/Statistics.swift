/// The middle and the spread of samples.
struct Statistics: Equatable {
  let median: Double
  let minimum: Double
  let maximum: Double
  /// Half of the distance between the quartiles, as a part of the median: half of all samples lie within it, roughly.
  let spread: Double

  /// Returns `nil` for no samples.
  init?(_ samples: [Double]) {
    let sorted = samples.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    median = Statistics.quantile(0.5, of: sorted)
    minimum = first
    maximum = last
    let distance = Statistics.quantile(0.75, of: sorted) - Statistics.quantile(0.25, of: sorted)
    spread = median == 0 ? 0 : distance / 2 / median
  }

  /// The value below which `part` of the sorted samples lie, interpolated between neighbours.
  static func quantile(_ part: Double, of sorted: [Double]) -> Double {
    let position = part * Double(sorted.count - 1)
    let index = Int(position)
    guard index + 1 < sorted.count else { return sorted[sorted.count - 1] }
    return sorted[index] + (sorted[index + 1] - sorted[index]) * (position - Double(index))
  }

  /// How many times the median of `reference` this is, or `nil` when that is zero.
  func ratio(to reference: Statistics) -> Double? {
    reference.median == 0 ? nil : median / reference.median
  }
}
