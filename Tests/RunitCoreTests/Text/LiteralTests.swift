import RunitCore
import Testing

extension Literal: CustomStringConvertible {
  /// The text, for comparison.
  public var description: String {
    let span = span
    return String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
  }
}

@Suite("A literal")
struct LiteralTests {
  static let texts: [(Literal, String)] = [("", ""), ("u", "u"), ("grüße", "grüße"), ("a\nb", "a\nb"), ("a\0b", "a")]

  @Test(arguments: texts)
  func `ends before the first NUL`(literal: Literal, text: String) {
    #expect("\(literal)" == text)
    #expect(literal.isEmpty == text.isEmpty)
  }

  @Test func `is another one with the same bytes`() {
    let copy = Literal("tcu")
    let isSame = copy == "tcu"
    let isShorter = copy == "tc"
    let isLonger = copy == "tcux"
    #expect(isSame && !isShorter && !isLonger)
  }
}
