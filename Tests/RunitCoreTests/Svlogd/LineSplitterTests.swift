import RunitCore
import Testing

@Suite("A line splitter")
struct LineSplitterTests {
  static let blocks: [(text: String, ready: Int)] = [
    ("", 0), ("abc", 0), ("abcd", 0), ("abcde", 5), ("abcdef", 6), ("\n", 1), ("ab\nc", 3), ("ab\n\n", 4),
    ("ab\ncdefg", 8), ("ab\ncdef", 3),
  ]

  @Test(arguments: blocks)
  func `lets an unfinished line wait until it is long enough`(text: String, ready: Int) {
    #expect(LineSplitter(limit: 5).readyCount(text.utf8Span.span) == ready)
  }

  @Test func `passes on what follows of a long line`() {
    var splitter = LineSplitter(limit: 2)
    let block = Array("abcd".utf8)
    splitter.skip(block.span)
    #expect(splitter.isInsideLongLine)
    let rest = Array("e".utf8)
    #expect(splitter.readyCount(rest.span) == 1)
    let end = Array("\nx".utf8)
    #expect(splitter.readyCount(end.span) == 1)
  }

  @Test func `finds the parts of a block`() {
    var splitter = LineSplitter(limit: 3)
    let text = Array("a\n\nabcd\nabcde".utf8)
    var parts: [LinePart] = []
    while (parts.last?.end ?? 0) < text.count {
      parts.append(splitter.next(in: text.span, from: parts.last?.end ?? 0))
    }
    #expect(
      parts == [
        LinePart(start: 0, end: 2, headEnd: 1, isBeginning: true),
        LinePart(start: 2, end: 3, headEnd: 2, isBeginning: true),
        LinePart(start: 3, end: 8, headEnd: 6, isBeginning: true),
        LinePart(start: 8, end: 13, headEnd: 11, isBeginning: true),
      ])
    #expect(splitter.isInsideLongLine)
    let rest = Array("fg\nh\n".utf8)
    #expect(splitter.next(in: rest.span, from: 0) == LinePart(start: 0, end: 3, headEnd: 0, isBeginning: false))
    #expect(splitter.next(in: rest.span, from: 3) == LinePart(start: 3, end: 5, headEnd: 4, isBeginning: true))
  }
}

@Suite("Searching bytes")
struct ByteSearchTests {
  /// Every length around the sixteen bytes that are looked at together, and every place in them.
  @Test(arguments: 0...50)
  func `finds first, last and all`(length: Int) {
    for place in 0..<length {
      for other in place..<length {
        var bytes = [UInt8](repeating: 0xff, count: length)
        bytes[place] = 10
        bytes[other] = 10
        #expect(bytes.span.firstIndex(of: 10) == place)
        #expect(bytes.span.firstIndex(of: 10, from: place + 1) == (other == place ? nil : other))
        #expect(bytes.span.lastIndex(of: 10) == other)
        #expect(bytes.span.count(of: 10) == (other == place ? 1 : 2))
      }
    }
    let none = [UInt8](repeating: 11, count: length)
    #expect(none.span.firstIndex(of: 10) == nil)
    #expect(none.span.lastIndex(of: 10) == nil)
    #expect(none.span.count(of: 10) == 0)
  }

  @Test(arguments: [255 * 16 - 1, 255 * 16, 255 * 16 + 1, 100_000])
  func `counts more than a lane can hold`(count: Int) {
    let bytes = [UInt8](repeating: 10, count: count)
    #expect(bytes.span.count(of: 10) == count)
  }
}
