import Foundation

/// What a number counts; more of it is worse, except for a rate.
enum Unit: String, Codable {
  case seconds
  case kilobytes
  case bytes
  case count
  case megabytesPerSecond
  case secondsPerGigabyte

  var isBetterWhenLarge: Bool { self == .megabytesPerSecond }

  /// A value as a person reads it: three digits and a unit.
  func text(_ value: Double) -> String {
    switch self {
    case .seconds where value < 1e-3: Unit.digits(value * 1e6) + " µs"
    case .seconds where value < 1: Unit.digits(value * 1e3) + " ms"
    case .seconds: Unit.digits(value) + " s"
    case .kilobytes: Unit.digits(value) + " KB"
    case .bytes: Unit.digits(value / 1024) + " KB"
    case .count: Unit.digits(value)
    case .megabytesPerSecond: Unit.digits(value) + " MB/s"
    case .secondsPerGigabyte: Unit.digits(value) + " s/GB"
    }
  }

  /// At least three digits that count, and none that mean nothing.
  static func digits(_ value: Double) -> String {
    let decimals = value >= 99.95 || value == value.rounded() ? 0 : value >= 9.995 ? 1 : 2
    return String(format: "%.\(decimals)f", value)
  }
}
