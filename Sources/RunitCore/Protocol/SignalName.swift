/// The names of Linux's signals, which are the same numbers on x86-64 and aarch64.
package enum SignalName {
  /// The names from number 1 on.
  private static let names: InlineArray<_, Literal> = [
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
    "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO",
    "PWR", "SYS",
  ]

  /// Appends the name of `number` without `SIG`; the number itself where there is no name: real-time signals.
  package static func write<Sink: TextSink & ~Copyable>(_ number: UInt8, to text: inout Sink) {
    let index = Int(number) - 1
    if names.indices.contains(index) { text.append(names[index]) } else { text.append(decimal: UInt64(number)) }
  }

  /// The signal that is called `text`: a name in capitals, with or without `SIG`, or a number from 1 to 64.
  package static func parse(_ text: Span<UInt8>) -> UInt8? {
    if let number = Decimal.parse(text) { return 1...64 ~= number ? UInt8(number) : nil }
    let bare = text.hasPrefix("SIG") ? text.extracting(3...) : text
    for index in names.indices where bare.equals(names[index]) { return UInt8(index + 1) }
    return nil
  }

  /// The signal that the word `text` names as a command: in letters of either case, with or without `SIG`. A bare `stop` is
  /// another command.
  package static func command(_ text: Span<UInt8>) -> UInt8? {
    if hasPrefix(text, "SIG") { return number(text.extracting(3...)) }
    return isSame(text, "STOP") ? nil : number(text)
  }

  private static func number(_ name: Span<UInt8>) -> UInt8? {
    for index in names.indices where isSame(name, names[index]) { return UInt8(index + 1) }
    return nil
  }

  private static func hasPrefix(_ text: Span<UInt8>, _ prefix: Literal) -> Bool {
    let count = prefix.span.count
    return text.count >= count && isSame(text.extracting(..<count), prefix)
  }

  /// Whether `text` is `name`, which has no small letters, in letters of either case.
  private static func isSame(_ text: Span<UInt8>, _ name: Literal) -> Bool {
    let capitals = name.span
    guard text.count == capitals.count else { return false }
    for index in text.indices where text[index] != capitals[index] {
      guard text[index].isSmallLetter, text[index] - 32 == capitals[index] else { return false }
    }
    return true
  }
}

extension UInt8 {
  fileprivate var isSmallLetter: Bool { UInt8(ascii: "a") <= self && self <= UInt8(ascii: "z") }
}
