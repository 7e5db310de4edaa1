/// The options of a command line, by runit's rules.
///
/// One-letter options stand alone, in clusters (`-vP0`), with their value joined (`-uroot`) or in the next word; an
/// empty joined value takes the next word. The first word that does not begin with `-`, a lone `-` or a `--` ends them.
/// The parser sees the words through a function, so that it needs neither memory nor a notion of an argument.
package struct OptionParser {
  package enum Item: Equatable, Sendable {
    case option(UInt8)
    /// An option whose value is the rest of word `word` from byte `offset` on.
    case value(UInt8, word: Int, offset: Int)
    case unknown(UInt8)
    case missingValue(UInt8)
    /// The word `word` is `--NAME` or `--NAME=VALUE`; a value in a word of its own is fetched by ``takeWord()``. Runit has
    /// no such options: for it this is the end, with the word dropped.
    case long(word: Int)
    /// There are no more; `operands` is the first word behind them.
    case end(operands: Int)
  }

  private let plain: Literal
  private let valued: Literal
  private let count: Int
  private var word: Int
  /// The place in the word; 0 when a new word begins.
  private var offset = 0

  /// Parses the words from `start` to `count`; the letters in `plain` stand alone, those in `valued` take a value.
  package init(plain: Literal, valued: Literal, from start: Int = 1, count: Int) {
    self.plain = plain
    self.valued = valued
    self.count = count
    word = start
  }

  /// The next item. `byte` hands out the byte at an index of a word, 0 at its end.
  package mutating func next(_ byte: (_ word: Int, _ index: Int) -> UInt8) -> Item {
    if offset == 0 {
      guard word < count, byte(word, 0) == UInt8(ascii: "-") else { return .end(operands: word) }
      switch byte(word, 1) {
      case 0: return .end(operands: word)
      case UInt8(ascii: "-"):
        word += 1
        return byte(word - 1, 2) == 0 ? .end(operands: word) : .long(word: word - 1)
      default: offset = 1
      }
    }
    let letter = byte(word, offset)
    offset += 1
    if valued.contains(letter) { return value(of: letter, byte) }
    if byte(word, offset) == 0 { finishWord() }
    return plain.contains(letter) ? .option(letter) : .unknown(letter)
  }

  /// Takes the next word, whatever it is, as the value of a long option; `nil` when there is none.
  package mutating func takeWord() -> Int? {
    guard word < count else { return nil }
    finishWord()
    return word - 1
  }

  private mutating func value(of letter: UInt8, _ byte: (_ word: Int, _ index: Int) -> UInt8) -> Item {
    var value = Item.value(letter, word: word, offset: offset)
    if byte(word, offset) == 0 {
      finishWord()
      guard word < count else { return .missingValue(letter) }
      value = .value(letter, word: word, offset: 0)
    }
    finishWord()
    return value
  }

  private mutating func finishWord() {
    word += 1
    offset = 0
  }
}

extension Literal {
  fileprivate func contains(_ byte: UInt8) -> Bool { span.firstIndex(of: byte) != nil }
}
