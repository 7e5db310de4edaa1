import RunitCore
import Testing

extension String {
  /// The text of a buffer, for comparison.
  init<let capacity: Int>(decoding buffer: TextBuffer<capacity>) {
    let span = buffer.span
    self = String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
  }
}

@Suite("A text buffer")
struct TextBufferTests {
  @Test func `says when something did not fit`() {
    var text = TextBuffer<3>("abcd")
    #expect(String(decoding: text) == "abc")
    #expect(text.isTruncated)
    text.removeAll()
    #expect(text.count == 0)
    #expect(!text.isTruncated)
  }

  @Test(arguments: [(0, 1, "0"), (7, 5, "00007"), (UInt64.max, 1, "18446744073709551615"), (123, 2, "123")])
  func `writes decimal numbers`(value: UInt64, width: Int, expected: String) {
    var text = TextBuffer<40>()
    text.append(decimal: value, width: width)
    #expect(String(decoding: text) == expected)
  }
}
