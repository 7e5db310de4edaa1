import Console
import RunitCore
import Unix

/// What the command line says.
struct Options {
  /// What is remembered of an unfinished line must fit into memory.
  private static let largestLineLimit = 16 << 20

  let timestamp: Timestamp?
  let isVerbose: Bool
  /// How many bytes of a line are replaced, matched and sent.
  let lineLimit: Int
  let cleaner: LineCleaner?
  /// The log directories, as they are named.
  let directories: [CString]

  /// Reads the arguments, and says what is wrong with an option; what is wrong with the rest speaks for itself.
  init?(_ arguments: Arguments) {
    var given = Given()
    guard let operands = given.read(arguments) else { return nil }
    timestamp = Timestamp(count: given.stamps)
    isVerbose = given.isVerbose
    lineLimit = given.lineLimit == 0 ? 1_000 : min(Int(clamping: given.lineLimit), Self.largestLineLimit)
    if given.replacement != nil || given.others != nil {
      let replacement = given.replacement ?? LineCleaner.defaultReplacement
      cleaner = LineCleaner(replacement: replacement, others: (given.others ?? "").bytes)
    } else {
      cleaner = nil
    }
    directories = (operands..<max(operands, arguments.count)).compactMap { arguments[$0] }
    // A buffer that was asked for must hold more than a line; without -b it is as large as it needs to be.
    let holdsLine = given.bufferSize == 0 || given.bufferSize > UInt64(lineLimit)
    if directories.isEmpty || !holdsLine { return nil }
  }
}

/// The options as they stand there.
private struct Given {
  var stamps = 0
  var isVerbose = false
  var replacement: UInt8?
  var others: CString?
  var lineLimit: UInt64 = 0
  var bufferSize: UInt64 = 0

  /// Reads all options, and returns the place behind them; `nil` when one of them is wrong.
  mutating func read(_ arguments: Arguments) -> Int? {
    var parser = OptionParser(plain: "tvV", valued: "rRlb", count: arguments.count)
    while true {
      switch parser.next({ word, index in arguments[word]?[index] ?? 0 }) {
      case .option(UInt8(ascii: "t")): stamps += 1
      case .option(UInt8(ascii: "v")): isVerbose = true
      case .option:
        printVersion()
        return nil
      case .value(let letter, let word, let offset):
        guard let value = arguments[word]?.dropFirst(offset), take(letter, value) else { return nil }
      case .unknown(let letter):
        complain(arguments, "illegal option -- ", letter)
        return nil
      case .missingValue(let letter):
        complain(arguments, "option requires an argument -- ", letter)
        return nil
      case .long:
        complain(arguments, "illegal option -- ", UInt8(ascii: "-"))
        return nil
      case .end(let operands): return operands
      }
    }
  }

  /// Takes an option with its value; `false` when the value is none.
  private mutating func take(_ letter: UInt8, _ value: CString) -> Bool {
    switch letter {
    case UInt8(ascii: "r"):
      // A newline would make lines of its own.
      guard value.count == 1, value[0] != UInt8(ascii: "\n") else { return false }
      replacement = value[0]
    case UInt8(ascii: "R"): others = value
    case UInt8(ascii: "l"): lineLimit = Decimal.scan(value.bytes).value
    default: bufferSize = Decimal.scan(value.bytes).value
    }
    return true
  }
}

private func printVersion() {
  var line = Complaint()
  line.append("svlogd")
  line.append(CString(versionText))
  line.write()
}

/// Prints `svlogd: illegal option -- x`.
private func complain(_ arguments: Arguments, _ text: CString, _ letter: UInt8) {
  var end = CStringBuffer<4>()
  let bytes: InlineArray<2, UInt8> = [letter, UInt8(ascii: "\n")]
  _ = end.append(bytes.span)
  end.withCString { end in
    var line = Complaint()
    line.append(arguments.programName.lastComponent)
    line.append(": ")
    line.append(text)
    line.append(end)
    line.write()
  }
}
