/// How `svlogd` marks the lines that it writes.
package enum Timestamp: Sendable {
  /// `-t`: a TAI64N label.
  case label
  /// `-tt`: `2026-11-21_01:02:03.45678`.
  case underscored
  /// `-ttt`: `2026-11-21T01:02:03.45678`.
  case iso8601

  /// The size of every stamp, with the blank behind it.
  package static let size = 26

  /// The style for the number of times that `-t` was given; more than three are three.
  package init?(count: Int) {
    switch count {
    case ...0: return nil
    case 1: self = .label
    case 2: self = .underscored
    default: self = .iso8601
    }
  }

  /// The stamp of a moment, and a blank.
  package func format(unixSeconds: Int64, nanoseconds: UInt32) -> TextBuffer<26> {
    var text = TextBuffer<26>()
    switch self {
    case .label: TAI64N(unixSeconds: unixSeconds, nanoseconds: nanoseconds).write(to: &text)
    case .underscored: Self.write(unixSeconds, nanoseconds, separator: UInt8(ascii: "_"), to: &text)
    case .iso8601: Self.write(unixSeconds, nanoseconds, separator: UInt8(ascii: "T"), to: &text)
    }
    text.append(UInt8(ascii: " "))
    return text
  }

  private static func write(
    _ unixSeconds: Int64, _ nanoseconds: UInt32, separator: UInt8, to text: inout TextBuffer<26>
  ) {
    let moment = CivilTime(unixSeconds: unixSeconds)
    // A clock that is set to where years have other than four digits makes no stamp of another size.
    text.append(decimal: UInt64(min(max(moment.year, 0), 9_999)), width: 4)
    text.append(UInt8(ascii: "-"))
    text.append(decimal: UInt64(moment.month), width: 2)
    text.append(UInt8(ascii: "-"))
    text.append(decimal: UInt64(moment.day), width: 2)
    text.append(separator)
    text.append(decimal: UInt64(moment.hour), width: 2)
    text.append(UInt8(ascii: ":"))
    text.append(decimal: UInt64(moment.minute), width: 2)
    text.append(UInt8(ascii: ":"))
    text.append(decimal: UInt64(moment.second), width: 2)
    text.append(UInt8(ascii: "."))
    text.append(decimal: UInt64(nanoseconds / 10_000), width: 5)
  }
}
