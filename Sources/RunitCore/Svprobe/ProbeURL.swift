/// The parts of `http://HOST[:PORT][/PATH]`.
package struct ProbeURL: Equatable, Sendable {
  /// Where host and port are in the text.
  package let authority: Range<Int>
  /// Where the path is, with the question behind it; a fragment, which no server wants, is left out.
  package let path: Range<Int>

  /// `nil` for another scheme, without a host, and for what no URL may hold: blanks and control characters.
  package init?(_ text: Span<UInt8>) {
    guard text.hasPrefix("http://") else { return nil }
    for index in text.indices where text[index] <= UInt8(ascii: " ") || text[index] == 127 { return nil }
    let end = text.firstIndex(of: UInt8(ascii: "#")) ?? text.count
    let slash = text.firstIndex(of: UInt8(ascii: "/"), from: 7) ?? end
    let question = text.firstIndex(of: UInt8(ascii: "?"), from: 7) ?? end
    let start = min(slash, min(question, end))
    guard start > 7 else { return nil }
    authority = 7..<start
    path = start..<end
  }
}
