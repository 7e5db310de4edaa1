import RunitCore
import Testing

@Suite("A text sink")
struct TextSinkTests {
  /// Has nothing but what the protocol asks for.
  struct Collector: TextSink {
    var text = ""
    mutating func append(_ byte: UInt8) { text.unicodeScalars.append(Unicode.Scalar(byte)) }
  }

  @Test(arguments: [(0, 1, "0"), (9, 1, "9"), (10, 1, "10"), (7, 5, "00007"), (UInt64.max, 1, "18446744073709551615")])
  func `writes decimal numbers`(value: UInt64, width: Int, expected: String) {
    var sink = Collector()
    sink.append(decimal: value, width: width)
    #expect(sink.text == expected)
  }
}
