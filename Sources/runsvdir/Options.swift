import RunitCore
import Unix

/// What the command line says.
struct Options {
  /// Runit's words for one that makes no sense.
  static let synopsis: CString = " [-P] dir"
  static let wholeSynopsis: CString = " [-P] [-b seconds] dir [log] [-- command [argument ...]]"

  /// Each `runsv` leads a session of its own.
  var isSessionLeader = false
  /// How long an orderly end may take; `nil` is as long as it takes, and so is 0 on the command line.
  var budgetSeconds: UInt32?
  /// The scan directory, as given.
  let directory: CString
  /// The argument whose place in memory shows the last words of the services.
  let title: Int?
  /// The tree's main program and its arguments.
  let command: Arguments?

  /// `nil` when the command line makes no sense.
  init?(_ arguments: Arguments) {
    var parser = OptionParser(plain: "P", valued: "b", count: arguments.count)
    while true {
      switch parser.next({ word, index in arguments[word]?[index] ?? 0 }) {
      case .option: isSessionLeader = true
      case .value(_, let word, let offset):
        guard let seconds = Self.seconds(arguments[word]?.dropFirst(offset)) else { return nil }
        budgetSeconds = seconds == 0 ? nil : seconds
      case .end(let operands):
        guard let directory = arguments[operands] else { return nil }
        self.directory = directory
        var next = operands + 1
        title = next < arguments.count && !Self.endsOperands(arguments[next]) ? next : nil
        if title != nil { next += 1 }
        command = next + 1 < arguments.count ? arguments.dropFirst(next + 1) : nil
        guard next == arguments.count || Self.endsOperands(arguments[next]) && command != nil else { return nil }
        return
      case .unknown, .missingValue, .long: return nil
      }
    }
  }

  private static func seconds(_ text: CString?) -> UInt32? {
    text.flatMap { Decimal.parse($0.bytes) }.flatMap { UInt32(exactly: $0) }
  }

  private static func endsOperands(_ word: CString?) -> Bool { word.map { $0 == "--" } ?? false }
}
