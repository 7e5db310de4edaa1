import Foundation
import RunitCore
import Testing

extension String {
  init(_ collector: ByteCollector) { self.init(decoding: collector.bytes, as: UTF8.self) }
}

@Suite("Text of reports")
struct ReportTextTests {
  static let durations: [(UInt64, String)] = [
    (0, "0s"), (59, "59s"), (60, "1m"), (61, "1m1s"), (3599, "59m59s"), (3600, "1h"), (7260, "2h1m"),
    (86_399, "23h59m"), (86_400, "1d"), (90_000, "1d1h"), (40_000_000, "462d23h"),
  ]

  @Test(arguments: durations)
  func `says durations as people do`(seconds: UInt64, text: String) {
    var collector = ByteCollector()
    collector.append(duration: seconds)
    #expect(String(collector) == text)
  }

  static let strings: [([UInt8], String)] = [
    (Array("web".utf8), "\"web\""), (Array("a\"b\\c/".utf8), "\"a\\\"b\\\\c/\""),
    ([0x0a, 0x1b, 0x7f], "\"\\u000a\\u001b\\u007f\""), (Array("grün €😀".utf8), "\"grün €😀\""),
    ([0xff, 0x41], "\"\\udcffA\""), ([0xc3], "\"\\udcc3\""), ([0xc0, 0x80], "\"\\udcc0\\udc80\""),
    ([0xed, 0xa0, 0x80], "\"\\udced\\udca0\\udc80\""), ([0xf4, 0x90, 0x80, 0x80], "\"\\udcf4\\udc90\\udc80\\udc80\""),
    ([0xe2, 0x82], "\"\\udce2\\udc82\""), ([], "\"\""),
  ]

  @Test(arguments: strings)
  func `is valid JSON whatever the bytes`(bytes: [UInt8], json: String) {
    var collector = ByteCollector()
    collector.append(json: bytes.span)
    #expect(String(collector) == json)
  }
}

@Suite("Printable text")
struct PrintableTextTests {
  static let texts: [([UInt8], String)] = [
    (Array("grün €".utf8), "grün €"), (Array("a\tb\nc".utf8), "a?b?c"), (Array("\u{1b}[2J\u{7f}".utf8), "?[2J?"),
    (Array("\u{80}\u{9b}2J\u{9f}\u{a0}".utf8), "??2J?\u{a0}"), ([0x9b, 0x41], "?A"), ([0xc2], "?"), ([], ""),
  ]

  @Test(arguments: texts)
  func `shows control characters and bytes that are no text as question marks`(bytes: [UInt8], text: String) {
    var collector = ByteCollector()
    collector.append(printable: bytes.span)
    #expect(String(collector) == text)
  }

  @Test func `keeps tabs on demand`() {
    var collector = ByteCollector()
    let bytes = Array("a\tb\r".utf8)
    collector.append(printable: bytes.span, keepsTabs: true)
    #expect(String(collector) == "a\tb?")
  }
}

@Suite("A dependency forest")
struct DependencyForestTests {
  @Test func `has what nobody needs for roots, and one of each cycle`() {
    let names = ["web", "db", "x", "y", "lone", "self"].map { Array($0.utf8) }
    let needs = [["db", "ghost"], [], ["y"], ["x"], [], ["self"]].map { $0.map { Array($0.utf8) } }
    #expect(DependencyForest(names, needs).roots == [0, 4, 2, 5])
  }
}

@Suite("A table")
struct TableTests {
  static func table(width: Int? = nil, inColour: Bool = false) -> String {
    var table = Table()
    table.append([Table.Cell("NAME"), Table.Cell("STATE"), Table.Cell("LOG")])
    table.append([Table.Cell("a"), Table.Cell("up", .green), Table.Cell("-")])
    table.append([Table.Cell(Array("grün\u{1b}".utf8)), Table.Cell("no runsv", .red), Table.Cell("")])
    var collector = ByteCollector()
    table.write(to: &collector, width: width, inColour: inColour)
    return String(collector)
  }

  @Test func `has columns as wide as they need to be`() {
    #expect(Self.table() == "NAME   STATE     LOG\na      up        -\ngrün?  no runsv\n")
  }

  @Test func `is cut at the width of the terminal`() {
    #expect(Self.table(width: 9) == "NAME   ST\na      up\ngrün?  no\n")
    #expect(Self.table(width: 3) == "NAM\na  \ngrü\n")
  }

  @Test func `is coloured on demand`() {
    let text = Self.table(inColour: true)
    #expect(text.contains("a      \u{1b}[32mup\u{1b}[m        -\n"))
    #expect(text.contains("\u{1b}[31mno runsv\u{1b}[m\n"))
  }
}
