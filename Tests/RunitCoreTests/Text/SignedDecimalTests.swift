import RunitCore
import Testing

@Suite("A number with a sign")
struct SignedDecimalTests {
  static let steps: [(String, Int32?)] = [
    ("5", 5), ("+5", 5), ("-5", -5), ("", 0), ("+", 0), ("-", 0), ("007", 7),
    ("99999999999", .max), ("-99999999999", -.max), ("18446744073709551616", nil),
    ("--5", nil), ("+-5", nil), ("5x", nil), (" 5", nil), ("0x5", nil),
  ]

  @Test(arguments: steps)
  func `is a step of the nice level as in runit`(text: String, step: Int32?) {
    #expect(Decimal.parseStep(text.utf8Span.span) == step)
  }

  static let scores: [(String, Int32?)] = [
    ("0", 0), ("1000", 1000), ("-1000", -1000), ("+1", 1), ("1001", nil), ("-1001", nil), ("", nil), ("-", nil),
    ("4294967296", nil), ("1 ", nil),
  ]

  @Test(arguments: scores)
  func `lies in its range`(text: String, score: Int32?) {
    #expect(Decimal.parse(text.utf8Span.span, in: -1000...1000) == score)
  }
}
