import RunitCore
import Unix

/// What the command line says.
struct Options {
  static let synopsis: CString = " [-P] dir"

  /// Each `runsv` leads a session of its own.
  var isSessionLeader = false
  /// The scan directory, as given.
  let directory: CString
  /// The argument whose place in memory shows the last words of the services.
  let title: Int?

  /// `nil` when the command line makes no sense.
  init?(_ arguments: Arguments) {
    var parser = OptionParser(plain: "P", valued: "", count: arguments.count)
    while true {
      switch parser.next({ word, index in arguments[word]?[index] ?? 0 }) {
      case .option: isSessionLeader = true
      case .end(let operands):
        guard let directory = arguments[operands], operands + 2 >= arguments.count else { return nil }
        self.directory = directory
        title = operands + 1 < arguments.count ? operands + 1 : nil
        return
      case .value, .unknown, .missingValue, .long: return nil
      }
    }
  }
}
