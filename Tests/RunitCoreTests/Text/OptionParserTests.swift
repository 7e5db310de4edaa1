import RunitCore
import Testing

@Suite("The options of a command line")
struct OptionParserTests {
  typealias Item = OptionParser.Item

  /// What the parser finds in `words`, to the end; each long option takes a word when `takesWords` is set.
  static func items(_ words: [String], takesWords: Bool = false) -> [Item] {
    var parser = OptionParser(plain: "vP0", valued: "ub", from: 0, count: words.count)
    let bytes = words.map { Array($0.utf8) + [0] }
    var items: [Item] = []
    while true {
      let item = parser.next { bytes[$0][$1] }
      items.append(item)
      if case .end = item { return items }
      if case .long = item, takesWords, parser.takeWord() == nil { return items }
    }
  }

  static func option(_ letter: Unicode.Scalar) -> Item { .option(UInt8(ascii: letter)) }
  static func value(_ letter: Unicode.Scalar, _ word: Int, _ offset: Int) -> Item {
    .value(UInt8(ascii: letter), word: word, offset: offset)
  }

  static let commandLines: [(words: [String], items: [Item])] = [
    ([], [.end(operands: 0)]),
    (["true"], [.end(operands: 0)]),
    (["-v", "true", "-P"], [option("v"), .end(operands: 1)]),
    (["-vP0", "true"], [option("v"), option("P"), option("0"), .end(operands: 1)]),
    (["-u", "root", "true"], [value("u", 1, 0), .end(operands: 2)]),
    (["-uroot", "true"], [value("u", 0, 2), .end(operands: 1)]),
    (["-vPuroot", "true"], [option("v"), option("P"), value("u", 0, 4), .end(operands: 1)]),
    (["-vu", "root"], [option("v"), value("u", 1, 0), .end(operands: 2)]),
    (["-b", "-sh", "true"], [value("b", 1, 0), .end(operands: 2)]),
    (["-u", "", "true"], [value("u", 1, 0), .end(operands: 2)]),
    (["-u", "--", "true"], [value("u", 1, 0), .end(operands: 2)]),
    (["--", "-v"], [.end(operands: 1)]),
    (["-v", "--"], [option("v"), .end(operands: 2)]),
    (["-", "-v"], [.end(operands: 0)]),
    (["", "-v"], [.end(operands: 0)]),
    (["-x", "-v"], [.unknown(UInt8(ascii: "x")), option("v"), .end(operands: 2)]),
    (["-v-", "true"], [option("v"), .unknown(UInt8(ascii: "-")), .end(operands: 1)]),
    (["-u"], [.missingValue(UInt8(ascii: "u")), .end(operands: 1)]),
    (["-vu"], [option("v"), .missingValue(UInt8(ascii: "u")), .end(operands: 1)]),
    (["--help", "-v"], [.long(word: 0), option("v"), .end(operands: 2)]),
    (["-v", "--a=b", "true"], [option("v"), .long(word: 1), .end(operands: 2)]),
  ]

  @Test(arguments: commandLines)
  func `are found one by one`(words: [String], items: [Item]) { #expect(Self.items(words) == items) }

  @Test(arguments: [
    (["--nice", "5", "true"], [Item.long(word: 0), .end(operands: 2)]),
    (["--nice", "--", "true"], [.long(word: 0), .end(operands: 2)]),
    (["--nice", "-v", "-v"], [.long(word: 0), option("v"), .end(operands: 3)]),
    (["--nice"], [.long(word: 0)]),
  ])
  func `give long ones the next word, whatever it is`(words: [String], items: [Item]) {
    #expect(Self.items(words, takesWords: true) == items)
  }
}
