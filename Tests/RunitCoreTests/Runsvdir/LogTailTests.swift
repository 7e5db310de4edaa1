import RunitCore
import Testing

@Suite("The log in the process title")
struct LogTailTests {
  static let cases: [(title: String, news: String, shown: String)] = [
    ("log: .....", "a", "log: ....a"),
    ("log: .....", "abc", "log: ..abc"),
    ("log: .....", "abcde", "log: abcde"),
    ("log: .....", "abcdefgh", "log: defgh"),
    ("log: .....", "", "log: ....."),
    ("log: .....", "a\nb", "log: ..a\nb"),
    ("log: .....", "a\0b\0", "log: ...ab"),
    ("log: ..", "a", "log: .a"),
  ]

  @Test(arguments: cases)
  func `moves to the left behind its first five letters`(title: String, news: String, shown: String) {
    var bytes = Array(title.utf8)
    var span = bytes.mutableSpan
    LogTail.append(news.utf8Span.span, to: &span)
    #expect(String(decoding: bytes, as: UTF8.self) == shown)
  }
}
