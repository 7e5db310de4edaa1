import RunitCore
import Unix

/// What the command line says.
struct Options {
  /// Longer lines are no lines any more, and what is remembered of one must fit into memory.
  private static let largestLineLimit = 16 << 20

  var timestamp: Timestamp?
  var isVerbose = false
  /// How many bytes of a line are replaced, matched and sent.
  var lineLimit = 1_000
  /// The log directories, as they are named.
  var directories: [CString] = []
  var cleaner: LineCleaner?

  /// Reads the arguments, and says what is wrong with an option; what is wrong with the rest speaks for itself.
  init?(_ arguments: Arguments) {
    var stamps = 0
    var replacement: UInt8?
    var others: CString?
    var bufferSize: UInt64 = 0
    var lineLimit: UInt64 = 0
    var parser = OptionParser(plain: "tvV", valued: "rRlb", count: arguments.count)
    while true {
      switch parser.next({ word, index in arguments[word]?[index] ?? 0 }) {
      case .option(UInt8(ascii: "t")): stamps += 1
      case .option(UInt8(ascii: "v")): isVerbose = true
      case .option:
        Self.printVersion()
        return nil
      case .value(let letter, let word, let offset):
        guard let value = arguments[word]?.dropFirst(offset) else { return nil }
        switch letter {
        case UInt8(ascii: "r"):
          guard value.count == 1, value[0] != UInt8(ascii: "\n") else { return nil }
          replacement = value[0]
        case UInt8(ascii: "R"): others = value
        case UInt8(ascii: "l"): lineLimit = Decimal.scan(value.bytes).value
        default: bufferSize = Decimal.scan(value.bytes).value
        }
      case .unknown(let letter):
        Self.complain(arguments, "illegal option -- ", letter)
        return nil
      case .missingValue(let letter):
        Self.complain(arguments, "option requires an argument -- ", letter)
        return nil
      case .long:
        Self.complain(arguments, "illegal option -- ", UInt8(ascii: "-"))
        return nil
      case .end(let operands):
        for index in operands..<max(operands, arguments.count) { directories += arguments[index].map { [$0] } ?? [] }
        timestamp = Timestamp(count: stamps)
        if lineLimit > 0 { self.lineLimit = min(Int(clamping: lineLimit), Self.largestLineLimit) }
        if replacement != nil || others != nil {
          cleaner = LineCleaner(
            replacement: replacement ?? LineCleaner.defaultReplacement, others: (others ?? "").bytes)
        }
        // A buffer that was asked for must hold more than a line; without -b it is as large as it needs to be.
        let holdsLine = bufferSize == 0 || bufferSize > UInt64(self.lineLimit)
        if directories.isEmpty || !holdsLine { return nil }
        return
      }
    }
  }

  private static func printVersion() {
    var line = Complaint()
    line.append("svlogd")
    line.append(CString(versionText))
    line.write()
  }

  /// Prints `svlogd: illegal option -- x`.
  private static func complain(_ arguments: Arguments, _ text: CString, _ letter: UInt8) {
    var buffer = TextBuffer<2>()
    buffer.append(letter)
    buffer.append(UInt8(ascii: "\n"))
    var path = PathBuffer()
    _ = path.append(buffer.span)
    path.withCString { end in
      var line = Complaint()
      line.append(arguments.programName.lastComponent)
      line.append(": ")
      line.append(text)
      line.append(end)
      line.write()
    }
  }
}
