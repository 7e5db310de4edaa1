/// The lines of a file of accounts and their fields, which colons separate.
struct ColonLines: ~Escapable {
  private let text: Span<UInt8>
  private var line = 0..<0
  private var nextStart = 0

  @_lifetime(copy text)
  init(_ text: Span<UInt8>) { self.text = text }

  /// Goes to the next line; `false` behind the last one.
  @_lifetime(self: copy self)
  mutating func next() -> Bool {
    repeat {
      guard nextStart < text.count else { return false }
      let end = text.firstIndex(of: UInt8(ascii: "\n"), from: nextStart) ?? text.count
      line = nextStart..<end
      nextStart = end + 1
    } while !isEntry
    return true
  }

  /// Whether the line is an entry and neither a comment nor, as `+` and `-` are, a word to a name service.
  private var isEntry: Bool {
    guard !line.isEmpty else { return true }
    switch text[line.lowerBound] {
    case UInt8(ascii: "#"), UInt8(ascii: "+"), UInt8(ascii: "-"): return false
    default: return true
    }
  }

  /// The place of a field of the line, counted from 0; empty where the line has fewer.
  func field(_ index: Int) -> Range<Int> {
    var start = line.lowerBound
    for _ in 0..<index {
      guard let colon = text.firstIndex(of: UInt8(ascii: ":"), from: start), colon < line.upperBound else {
        return line.upperBound..<line.upperBound
      }
      start = colon + 1
    }
    let colon = text.firstIndex(of: UInt8(ascii: ":"), from: start) ?? line.upperBound
    return start..<min(colon, line.upperBound)
  }

  /// The number in a field of the line.
  func number(_ index: Int) -> UInt32? { Decimal.parse(text.extracting(field(index))).flatMap { UInt32(exactly: $0) } }

  /// Whether a field of the line is `text`.
  func field(_ index: Int, is text: Span<UInt8>) -> Bool { self.text.extracting(field(index)).equals(text) }
}
