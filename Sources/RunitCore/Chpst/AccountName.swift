/// Whose rights a program gets, as options spell it.
package enum AccountName: Equatable, Sendable {
  /// `USER`, or `USER:GROUP:GROUP…`: the places of the names in the text that was parsed.
  case names(user: Range<Int>, groups: [Range<Int>])
  /// `:UID:GID:GID…`, of which nothing is looked up.
  case numbers(user: UInt32, groups: [UInt32])

  /// More groups than that are no numbers, and names behind that many are left out, as in runit.
  private static var groupCapacity: Int { 60 }

  /// Parses `text`; `nil` when it begins with a colon and is not made of numbers, at least two of them.
  package init?(parsing text: Span<UInt8>) {
    guard text.count > 0, text[0] == UInt8(ascii: ":") else {
      let parts = Self.parts(of: text, from: 0)
      self = .names(user: parts[0], groups: Array(parts.dropFirst().prefix(Self.groupCapacity)))
      return
    }
    var numbers: [UInt32] = []
    for part in Self.parts(of: text, from: 1) {
      guard let number = Self.number(text.extracting(part)) else { return nil }
      numbers.append(number)
    }
    guard numbers.count >= 2, numbers.count - 1 <= Self.groupCapacity else { return nil }
    self = .numbers(user: numbers.removeFirst(), groups: numbers)
  }

  /// All of `text` as the name of a user, whatever it holds: daemontools' programs know no groups.
  package init(user text: Span<UInt8>) { self = .names(user: 0..<text.count, groups: []) }

  /// A missing number is 0, as in runit.
  private static func number(_ text: Span<UInt8>) -> UInt32? {
    text.count == 0 ? 0 : Decimal.parse(text).flatMap { UInt32(exactly: $0) }
  }

  private static func parts(of text: Span<UInt8>, from start: Int) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = start
    while true {
      let end = text.firstIndex(of: UInt8(ascii: ":"), from: start) ?? text.count
      parts.append(start..<end)
      if end == text.count { return parts }
      start = end + 1
    }
  }
}
