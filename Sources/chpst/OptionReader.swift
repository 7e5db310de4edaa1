import RunitCore
import Unix

/// Makes options of the words of a command line.
struct OptionReader {
  private(set) var options: LaunchOptions<CString>
  private let arguments: Arguments
  private var name: LaunchName { options.name }

  init(_ arguments: Arguments) {
    self.arguments = arguments
    options = LaunchOptions(LaunchName(programName: arguments.programName.lastComponent.bytes))
  }

  /// Reads the command line and returns the program to run, with its arguments.
  mutating func read() throws(Refusal) -> Arguments {
    var rest = arguments.dropFirst(name.takesOptions ? try readOptions() : try readQuestion())
    if let operand = name.operand {
      guard let word = rest[0], options.set(operand, to: word, word.bytes) else { throw .usage }
      rest = rest.dropFirst(1)
    }
    guard rest.count > 0 else { throw .usage }
    if options.lacksAccount { throw .lackingAccount }
    return rest
  }

  /// Reads the options and returns the index of the first word behind them.
  private mutating func readOptions() throws(Refusal) -> Int {
    var parser = OptionParser(plain: name.plainLetters, valued: name.valuedLetters, count: arguments.count)
    while true {
      switch parser.next({ word, index in arguments[word]?[index] ?? 0 }) {
      case .option(let letter): try readLetter(letter, value: nil)
      case .value(let letter, let word, let offset):
        try readLetter(letter, value: arguments[word]?.dropFirst(offset))
      case .unknown(let letter): throw .unknownOption(CString(keeping: letter))
      case .missingValue(let letter): throw .missingValue(CString(keeping: letter))
      case .long(let word): try readLong(arguments[word]?.dropFirst(2) ?? "", &parser)
      case .end(let operands): return operands
      }
    }
  }

  private mutating func readLetter(_ letter: UInt8, value: CString?) throws(Refusal) {
    switch name.action(for: letter) {
    case .flag(let flag)?: try apply(flag)
    case .setting(let setting)?:
      // Runit says nothing about a value that it does not take, and shows the usage.
      guard let value, options.set(setting, to: value, value.bytes) else { throw .usage }
    case nil: throw .unknownOption(CString(keeping: letter))
    }
  }

  /// Reads `NAME`, `NAME=VALUE`, or `NAME` and the word behind it.
  private mutating func readLong(_ text: CString, _ parser: inout OptionParser) throws(Refusal) {
    let equals = text.firstIndex(of: UInt8(ascii: "="))
    let option = CString(keeping: text.bytes.extracting(0..<(equals ?? text.count)))
    let joined = equals.map { text.dropFirst($0 + 1) }
    switch name.action(forLong: option.bytes) {
    case .flag(let flag)?:
      if let joined { throw .wrongValue(option: option, value: joined) }
      try apply(flag)
    case .setting(let setting)?:
      guard let value = joined ?? parser.takeWord().flatMap({ arguments[$0] }) else { throw .missingValue(option) }
      guard options.set(setting, to: value, value.bytes) else { throw .wrongValue(option: option, value: value) }
    case nil: throw .unknownOption(option)
    }
  }

  /// Under the names that take no options a question can only be the very first word.
  private func readQuestion() throws(Refusal) -> Int {
    if let word = arguments[1], word == "--help" { throw .help }
    if let word = arguments[1], word == "--version" { throw .version }
    return 1
  }

  private mutating func apply(_ flag: LaunchFlag) throws(Refusal) {
    switch flag {
    case .help: throw .help
    case .version: throw .version
    case .versionAndUsage: throw .versionAndUsage
    default: options.set(flag)
    }
  }
}
