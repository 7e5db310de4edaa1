import RunitCore
import Testing

@Suite("A signal's name")
struct SignalNameTests {
  @Test(arguments: [(1, "HUP"), (9, "KILL"), (15, "TERM"), (31, "SYS"), (34, "34"), (0, "0")] as [(UInt8, String)])
  func `is the kernel's, or the number`(number: UInt8, name: String) {
    var text = TextBuffer<8>()
    SignalName.write(number, to: &text)
    #expect(String(decoding: text) == name)
  }

  static let names: [(String, UInt8?)] = [
    ("TERM", 15), ("SIGTERM", 15), ("INT", 2), ("2", 2), ("64", 64), ("SYS", 31),
    ("0", nil), ("65", nil), ("", nil), ("SIG", nil), ("term", nil), ("TERMX", nil), ("-9", nil), ("256", nil),
  ]

  @Test(arguments: names)
  func `is read with and without SIG, and as a number`(text: String, number: UInt8?) {
    #expect(SignalName.parse(text.utf8Span.span) == number)
  }
}
