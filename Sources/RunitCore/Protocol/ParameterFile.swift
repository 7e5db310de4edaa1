/// The files of a service directory that runit does not know and whose first line is a value.
package enum ParameterFile: UInt8, Sendable {
  case notificationDescriptor
  case checkInterval
  case checkTimeout
  case checkFailures
  case killTimeout
  case finishTimeout
  case downSignal
  case restartDelay
  case restartLimit
  case type

  /// The file's name in the service directory.
  package var name: StaticString {
    switch self {
    case .notificationDescriptor: "notification-fd"
    case .checkInterval: "check-interval"
    case .checkTimeout: "check-timeout"
    case .checkFailures: "check-failures"
    case .killTimeout: "timeout-kill"
    case .finishTimeout: "timeout-finish"
    case .downSignal: "down-signal"
    case .restartDelay: "restart-delay"
    case .restartLimit: "restart-limit"
    case .type: "type"
    }
  }
}

extension ServiceParameters {
  /// Takes the content of a file; returns `false`, and changes nothing, when its first line makes no sense.
  package mutating func take(_ file: ParameterFile, from content: Span<UInt8>) -> Bool {
    let value = content.firstLine.trimmed
    switch file {
    case .notificationDescriptor:
      guard let number = Self.number(value), number >= 3, number <= UInt32(Int32.max) else { return false }
      notificationDescriptor = Int32(number)
    case .checkInterval:
      guard let milliseconds = Self.number(value), milliseconds > 0 else { return false }
      checkIntervalMilliseconds = milliseconds
    case .checkTimeout:
      guard let milliseconds = Self.number(value), milliseconds > 0 else { return false }
      checkTimeoutMilliseconds = milliseconds
    case .checkFailures:
      guard let count = Self.number(value), count > 0 else { return false }
      checkFailures = count
    case .killTimeout:
      guard let milliseconds = Self.number(value) else { return false }
      killTimeoutMilliseconds = milliseconds
    case .finishTimeout:
      guard let milliseconds = Self.number(value) else { return false }
      finishTimeoutMilliseconds = milliseconds
    case .downSignal:
      guard let number = SignalName.parse(value) else { return false }
      downSignal = ServiceSignal(number: number)
    case .restartDelay: return takeRestartDelay(value)
    case .restartLimit:
      guard let (count, seconds) = Self.pair(value), let seconds, count <= RestartLimit.highestCount, seconds > 0 else {
        return false
      }
      restartLimit = RestartLimit(count: count, seconds: seconds)
    case .type:
      guard value.equals("oneshot") || value.equals("longrun") else { return false }
      isOneShot = value.equals("oneshot")
    }
    return true
  }

  private mutating func takeRestartDelay(_ value: Span<UInt8>) -> Bool {
    guard let (first, maximum) = Self.pair(value), maximum ?? first >= first else { return false }
    restartDelay = RestartDelay(firstMilliseconds: first, maximumMilliseconds: maximum)
    return true
  }

  /// The value as a number of at most 32 bits.
  private static func number(_ value: Span<UInt8>) -> UInt32? {
    Decimal.parse(value).flatMap { UInt32(exactly: $0) }
  }

  /// One or two numbers with blanks between them.
  private static func pair(_ value: Span<UInt8>) -> (first: UInt32, second: UInt32?)? {
    var end = 0
    while end < value.count, !value[end].isBlank { end += 1 }
    guard let first = number(value.extracting(..<end)) else { return nil }
    let rest = value.extracting(end...).trimmed
    if rest.isEmpty { return (first, nil) }
    guard let second = number(rest) else { return nil }
    return (first, second)
  }
}
