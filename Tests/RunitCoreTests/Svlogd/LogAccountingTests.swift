import RunitCore
import Testing

@Suite("Dropped lines")
struct DroppedLinesTests {
  static let drops: [(blocks: [String], count: UInt64)] = [
    ([], 0), ([""], 0), (["a\nb\n"], 2), (["a\nb"], 2), (["a\nb", "c\n"], 2), (["a", "b", "c\nd\n"], 2), (["\n\n"], 2),
  ]

  @Test(arguments: drops)
  func `are counted once, in however many blocks they come`(blocks: [String], count: UInt64) {
    var dropped = DroppedLines()
    for block in blocks { dropped.drop(block.utf8Span.span) }
    #expect(dropped.count == count)
  }

  @Test func `take the rest of a line along`() {
    var dropped = DroppedLines()
    dropped.drop("a\nbegin".utf8Span.span)
    dropped.settle()
    #expect(dropped.count == 0)
    #expect(dropped.skip("middle".utf8Span.span) == 6)
    #expect(dropped.skip("end\nnext\n".utf8Span.span) == 4)
    #expect(dropped.skip("next\n".utf8Span.span) == 0)
  }
}

@Suite("The counters of a log directory")
struct LogCountersTests {
  @Test func `are written and read back`() {
    var counters = LogCounters()
    counters.lines = 1
    counters.bytes = 22
    counters.dropped = 333
    counters.rotations = 4
    counters.processorFailures = .max
    let text = counters.encoded
    #expect(
      String(decoding: text)
        == "lines 1\nbytes 22\ndropped 333\nrotations 4\nprocessor-failures 18446744073709551615\n")
    #expect(LogCounters(decoding: text.span) == counters)
    #expect(!text.isTruncated)
  }

  @Test(arguments: ["", "lines", "lines x", "lines 99999999999999999999", "\0\0\0", "nonsense 5\n"])
  func `begin at zero when the file is garbage`(text: String) {
    #expect(LogCounters(decoding: text.utf8Span.span) == LogCounters())
  }
}
