import Foundation

/// What the command line asks for.
struct Options {
  /// What is to be done.
  enum Action {
    case measure
    case list
    case help
  }

  var action = Action.measure
  var isQuick = false
  var measures = allMeasures
  var suites: [String] = []
  var others: [(name: String, directory: String)] = []
  var jsonFile: String?

  static let help = """
    usage: Benchmarks [--quick] [--only NAME…] [--suites NAME…] [--also NAME=DIRECTORY] [--json FILE]
           Benchmarks --list | --help

    Measures the release programs beside it and every other suite that it finds, in turns, and prints a table.
    Takes about 20 minutes; compare only numbers of one run. What a suite does is looked at each time: where it is not
    what was asked, there is no figure but the reason.

      --quick               fewer samples: about 5 minutes
      --only NAME…          only these measures
      --suites NAME…        only these suites
      --also NAME=DIRECTORY one more suite: programs like runit's in DIRECTORY; may be repeated
      --json FILE           also write all samples to FILE
      --list                print the measures and the suites found
      --help                print this

    Everything lies in a directory below $TMPDIR, or /dev/shm, and is removed at the end.

    """

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      switch option {
      case "--quick": isQuick = true
      case "--list": action = .list
      case "--help", "-h": action = .help
      case "--json": jsonFile = try Options.value(of: option, &rest)
      case "--only": measures = try Options.values(of: option, &rest).map(Options.measure)
      case "--suites": suites = try Options.values(of: option, &rest)
      case "--also": others.append(try Options.suite(Options.value(of: option, &rest)))
      default: throw Failure("unknown option: \(option); see --help")
      }
    }
  }

  private static func value(of option: String, _ rest: inout ArraySlice<String>) throws -> String {
    guard let value = rest.popFirst() else { throw Failure("\(option) needs a value; see --help") }
    return value
  }

  private static func values(of option: String, _ rest: inout ArraySlice<String>) throws -> [String] {
    let values = rest.prefix { !$0.hasPrefix("--") }
    guard !values.isEmpty else { throw Failure("\(option) needs a name; see --list") }
    rest = rest.dropFirst(values.count)
    return values.flatMap { $0.split(separator: ",").map(String.init) }
  }

  private static func measure(_ name: String) throws -> any Measure.Type {
    guard let measure = allMeasures.first(where: { $0.name == name }) else {
      throw Failure("unknown measure: \(name); one of: \(allMeasures.map { $0.name }.joined(separator: " "))")
    }
    return measure
  }

  private static func suite(_ text: String) throws -> (name: String, directory: String) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw Failure("--also needs NAME=DIRECTORY, not \(text)") }
    return (parts[0], URL(fileURLWithPath: parts[1]).path)
  }
}
