import RunitCore
import Testing

@Suite("A TAI64N label")
struct TAI64NTests {
  @Test func `counts from 2^62 at 1970, ten seconds ahead`() {
    #expect(TAI64N(unixSeconds: 0, nanoseconds: 0).seconds == 0x4000_0000_0000_000a)
  }

  static let labels: [(Int64, UInt32, String)] = [
    (0, 0, "@400000000000000a00000000"),
    (1_700_000_000, 500, "@400000006553f10a000001f4"),
    (-11, 999_999_999, "@3fffffffffffffff3b9ac9ff"),
  ]

  @Test(arguments: labels)
  func `is written and read back`(seconds: Int64, nanoseconds: UInt32, label: String) {
    var text = TextBuffer<40>()
    let moment = TAI64N(unixSeconds: seconds, nanoseconds: nanoseconds)
    moment.write(to: &text)
    let written = String(decoding: text)
    #expect(written == label)
    #expect(TAI64N(label: text.span) == moment)
    #expect(moment.unixSeconds == seconds)
  }

  @Test(arguments: ["", "@", "@400000000000000a0000000", "400000000000000a000000000", "@400000000000000g00000000"])
  func `is refused when it is none`(text: String) {
    #expect(TAI64N(label: text.utf8Span.span) == nil)
  }
}
