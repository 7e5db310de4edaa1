/// How input and output of a process stand in line: `CLASS` or `CLASS:LEVEL`.
package struct IOPriority: Equatable, Sendable {
  package enum Class: UInt8, Sendable {
    case realtime = 1
    case bestEffort = 2
    case idle = 3
  }

  package let schedulingClass: Class
  /// 0, the first in line, to 7.
  package let level: UInt8

  /// The middle of the line.
  private static var defaultLevel: UInt8 { 4 }

  /// `realtime` and `best-effort` take a level or leave it at 4; `idle` has none.
  package init?(parsing text: Span<UInt8>) {
    let colon = text.firstIndex(of: UInt8(ascii: ":"))
    let name = text.extracting(0..<(colon ?? text.count))
    if name.equals("realtime") {
      schedulingClass = .realtime
    } else if name.equals("best-effort") {
      schedulingClass = .bestEffort
    } else if name.equals("idle"), colon == nil {
      schedulingClass = .idle
    } else {
      return nil
    }
    guard let colon else {
      level = schedulingClass == .idle ? 0 : Self.defaultLevel
      return
    }
    guard let level = Decimal.parse(text.extracting((colon + 1)...)), level <= 7 else { return nil }
    self.level = UInt8(level)
  }

  /// The kernel's number: the class above 13 bits of level.
  package var rawValue: Int32 { Int32(schedulingClass.rawValue) << 13 | Int32(level) }
}
