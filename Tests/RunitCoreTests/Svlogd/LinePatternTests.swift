import RunitCore
import Testing

@Suite("A line pattern")
struct LinePatternTests {
  static let pairs: [(String, String, Bool)] = [
    ("", "", true), ("", "a", false), ("abc", "abc", true), ("abc", "abcd", false), ("abc", "ab", false),
    // A star skips to the first place of the next character, and no further.
    ("*", "", true), ("*", "anything", true), ("a*", "a", true), ("a*", "b", false), ("*c", "abc", true),
    ("*c", "abcc", false), ("*pid*", "xpid", true),
    ("*pid*", "tcpsvd: info: pid", false), ("*: pid*", "tcpsvd: info: pid", false), ("*a*b", "xxaxxb", true),
    ("*x", "", false),
    // What follows a star may be a star or a plus, which is searched for and then read again.
    ("**", "a*b", true), ("**", "ab", false), ("*+a", "x+a", false), ("*++", "x++", true),
    // A plus takes all it can, and a line that ends meanwhile matches whatever is left.
    ("+a", "aaa", true), ("+a", "", false), ("+a", "b", false), ("+ab", "aab", true), ("+ab", "aaa", true),
    ("+aab", "aaab", false), ("+aab", "aaa", true), ("+a*b", "aa", true), ("ab+cd", "abcc", true),
    ("ab+cd", "abccd", true), ("ab+c", "ab", false), ("+", "", false), ("+", "+", false), ("x+", "x", false),
    // There are no other special characters.
    ("a?c", "abc", false), ("a?c", "a?c", true), ("[ab]", "a", false), ("\\*", "*", false),
  ]

  @Test(arguments: pairs)
  func `matches by runit's rules`(pattern: String, line: String, expected: Bool) {
    #expect(LinePattern(pattern.utf8Span.span).matches(line.utf8Span.span) == expected)
  }

  @Test func `never looks behind the line`() {
    // Runit compares a plus with what an earlier, longer line left there (L17).
    let memory: [UInt8] = Array("abcc".utf8)
    let matches = LinePattern("ab+c".utf8Span.span).matches(memory.span.extracting(0..<2))
    #expect(!matches)
  }
}

@Suite("A line filter")
struct LineFilterTests {
  static let decisions: [(rules: String, line: String, isSelected: Bool, isReported: Bool)] = [
    ("", "any", true, false),
    ("-*", "any", false, false),
    ("-*,+*b*", "abc", true, false),
    ("-*,+*b*", "acc", false, false),
    ("+*b*,-*", "abc", false, false),
    ("-", "", false, false),
    ("-", "a", true, false),
    ("e*", "any", true, true),
    ("e*,E*b", "ab", true, false),
    ("-*,e*", "ab", false, true),
  ]

  @Test(arguments: decisions)
  func `lets the last rule that matches decide`(rules: String, line: String, isSelected: Bool, isReported: Bool) {
    var filter = LineFilter()
    for rule in rules.split(separator: ",") {
      let bytes = Array(rule.utf8)
      guard let verdict = LineFilter.Verdict(rawValue: Unicode.Scalar(bytes[0])) else { continue }
      filter.append(verdict, LinePattern(bytes.span.extracting(1...)))
    }
    let decision = filter.decide(line.utf8Span.span)
    #expect(decision.isSelected == isSelected)
    #expect(decision.isReported == isReported)
  }
}

@Suite("A line cleaner")
struct LineCleanerTests {
  static let texts: [(replacement: Character, others: String, text: [UInt8], cleaned: String)] = [
    ("_", "", Array("a\tb\u{7f}\n".utf8), "a_b_\n"),
    ("_", "", [0x41, 0xc3, 0xa4, 0, 0x0a], "A___\n"),
    ("?", "ab", Array("cab\n".utf8), "c??\n"),
    ("_", "", Array("12345\t\n\t\n".utf8), "12345\t\n_\n"),
  ]

  @Test(arguments: texts)
  func `replaces what it should in the first bytes of a line`(
    replacement: Character, others: String, text: [UInt8], cleaned: String
  ) {
    let cleaner = LineCleaner(replacement: replacement.asciiValue ?? 0, others: others.utf8Span.span)
    var bytes = text
    var span = bytes.mutableSpan
    cleaner.clean(&span, LineSplitter(limit: 5))
    #expect(String(decoding: bytes, as: UTF8.self) == cleaned)
  }

  @Test func `leaves the rest of a long line as it is`() {
    var splitter = LineSplitter(limit: 2)
    let beginning = Array("abc".utf8)
    splitter.skip(beginning.span)
    var bytes = Array("\t\t\n\t".utf8)
    var span = bytes.mutableSpan
    LineCleaner(replacement: UInt8(ascii: "_"), others: "".utf8Span.span).clean(&span, splitter)
    #expect(bytes == Array("\t\t\n_".utf8))
  }
}
