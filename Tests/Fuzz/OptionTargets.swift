import RunitCore

/// Command lines.
let optionTargets = [
  Target("options", 64, ["-vP0\n-uroot\nprog", "-u\nroot\n--\nprog", "--user=x\n-"], parseOptions),
  Target("launch-options", 48, ["-vP012\n-n\n-5\nprog", "--umask\n077\n--caps=kill\nprog"], parseLaunchOptions),
]

/// Hands out the bytes of words as a C program sees them.
private struct Words {
  let words: [[UInt8]]
  init(_ input: Span<UInt8>) { words = input.array.filter { $0 != 0 }.parts("\n") }

  func byte(_ word: Int, _ index: Int) -> UInt8 {
    require(word < words.count && index <= words[word].count, "no byte behind a word is asked for")
    return index < words[word].count ? words[word][index] : 0
  }
}

private func parseOptions(_ input: Span<UInt8>) {
  let words = Words(input)
  let count = words.words.count
  var parser = OptionParser(plain: "vP0", valued: "ue", from: 0, count: count)
  var items = 0
  while true {
    items += 1
    require(items <= input.count + 2, "every item takes a byte")
    switch parser.next(words.byte) {
    case .option(let letter): require("vP0".utf8.contains(letter), "an option is one that was asked for")
    case .value(let letter, let word, let offset):
      require("ue".utf8.contains(letter) && word < count && offset <= words.words[word].count, "a value is a word")
    case .missingValue: require(parser.next(words.byte) == .end(operands: count), "a value is missing at the end only")
    case .unknown(let letter): require(!"vP0ue".utf8.contains(letter), "a known letter is known")
    case .long(let word): require(words.words[word].starts(with: Array("--".utf8)), "a long option has two dashes")
    case .end(let operands): return require(operands <= count, "operands are words")
    }
  }
}

private func parseLaunchOptions(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let name = LaunchName.allCases[dice.number(below: LaunchName.allCases.count)]
  let words = Words(dice.take(.max / 2))
  var parser = OptionParser(
    plain: name.plainLetters, valued: name.valuedLetters, from: 0, count: words.words.count)
  var options = LaunchOptions<[UInt8]>(name)

  func apply(_ action: LaunchAction?, _ value: [UInt8]?) {
    switch action {
    case .flag(let flag): options.set(flag)
    case .setting(let setting):
      guard let value, options.set(setting, to: value, value.span) else { return }
      if setting == .account { require(options.account == value, "the last account counts") }
      if setting == .lock { require(options.lock == value, "the only lock counts") }
    case nil: break
    }
  }

  while true {
    switch parser.next(words.byte) {
    case .option(let letter):
      require(name.action(for: letter) != nil, "every letter means something")
      apply(name.action(for: letter), nil)
    case .value(let letter, let word, let offset):
      require(name.action(for: letter) != nil, "every letter means something")
      apply(name.action(for: letter), Array(words.words[word][offset...]))
    case .long(let word):
      let parts = Array(words.words[word].dropFirst(2)).parts("=")
      let long = parts[0]
      apply(name.action(forLong: long.span), parts.count > 1 ? parts[1] : parser.takeWord().map { words.words[$0] })
    case .unknown, .missingValue: break
    case .end:
      require(options.closedStreams.isDisjoint(with: options.nullStreams), "a stream is closed or null, not both")
      return
    }
  }
}
