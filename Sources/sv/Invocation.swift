import RunitCore
import Unix

/// What the command line and the environment ask for.
struct Invocation {
  enum Problem: Error {
    /// What is wrong was said, if there is more to say than how `sv` is used.
    case usage
    /// The program has already done what it was asked for.
    case answered
  }

  /// The name that the program goes by: `sv`, or that of the service whose init script it is.
  let program: CString
  /// Whether to wait for the effect of commands that would not wait of themselves.
  private(set) var isVerbose = false
  /// Whether what services need, or what needs them, is dealt with first.
  private(set) var followsDependencies = false
  /// How long to wait.
  private(set) var limitSeconds = usualSeconds
  private(set) var command: CString = ""
  /// The command line behind the command.
  private(set) var operands: Arguments
  /// Where services are looked for by their names.
  let root: CString

  /// As a link in /etc/init.d, `sv` speaks for the one service of its name, with the exit codes of an init script.
  var isInitScript: Bool { !(program == "sv") }

  /// The names of the services that runit's commands are for.
  var services: [CString] {
    isInitScript ? [program] : (0..<operands.count).map { operands[$0] ?? "" }
  }

  init(_ arguments: Arguments) throws(Problem) {
    program = arguments.programName.lastComponent
    operands = arguments
    root = Environment["SVDIR"] ?? "/etc/service"
    if let value = Environment["SVWAIT"], !value.isEmpty { setLimit(value, from: "SVWAIT") }
    let words = try takeOptions(arguments)
    guard let command = words[0] else { throw .usage }
    self.command = command
    operands = words.dropFirst(1)
  }

  /// Returns what follows the options.
  private mutating func takeOptions(_ arguments: Arguments) throws(Problem) -> Arguments {
    var parser = OptionParser(plain: "dvV", valued: "w", count: arguments.count)
    while true {
      switch parser.next({ arguments[$0]?[$1] ?? 0 }) {
      case .option(UInt8(ascii: "v")): isVerbose = true
      case .option(UInt8(ascii: "d")):
        isVerbose = true
        followsDependencies = true
      case .option:
        printVersion(to: .error)
        throw .usage
      case .value(_, let word, let offset):
        isVerbose = true
        setLimit((arguments[word] ?? "").dropFirst(offset), from: "-w")
      case .unknown(let letter): throw complain("illegal option -- ", letter)
      case .missingValue(let letter): throw complain("option requires an argument -- ", letter)
      case .long(let word):
        try answer(arguments[word] ?? "")
        // As in runit, any other word of this form ends the options and means nothing.
        return arguments.dropFirst(word + 1)
      case .end(let operands): return arguments.dropFirst(operands)
      }
    }
  }

  /// Digits count, and what follows them does not. Without any the value is reported and not used: it must not keep a
  /// service from being stopped.
  mutating func setLimit(_ value: CString, from source: CString) {
    let digits = Decimal.scan(value.bytes).digits
    guard digits > 0 else {
      limitSeconds = Self.usualSeconds
      return warn(source, value)
    }
    limitSeconds = min(Decimal.parse(value.bytes.extracting(..<digits)) ?? .max, Self.foreverSeconds)
  }

  @inline(never)
  private func warn(_ source: CString, _ value: CString) {
    var line = Output(to: .error)
    line.append(printable: program.bytes)
    line.append(": warning: ")
    line.append(source)
    line.append(" is not a number of seconds, waiting for 7: ")
    line.append(printable: value.bytes)
    line.append("\n")
    line.flush()
  }

  private static var usualSeconds: UInt64 { 7 }
  /// Longer than anybody waits, and small enough to be counted in nanoseconds.
  private static var foreverSeconds: UInt64 { 1_000_000_000 }

  @inline(never)
  private func complain(_ text: CString, _ letter: UInt8) -> Problem {
    var line = Output(to: .error)
    line.append(printable: program.bytes)
    line.append(": ")
    line.append(text)
    line.append(letter)
    line.append("\n")
    line.flush()
    return .usage
  }

  private func answer(_ word: CString) throws(Problem) {
    if word == "--version" {
      printVersion(to: .output)
      throw .answered
    }
    if word == "--help" {
      printHelp()
      throw .answered
    }
  }

  private func printVersion(to stream: StandardStream) {
    var line = Output(to: stream)
    line.append("sv")
    line.append(CString(versionText))
    line.flush()
  }
}
