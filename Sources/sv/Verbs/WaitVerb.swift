import RunitCore
import Unix

/// `sv wait`: until services are in a state, without giving them a command.
enum WaitVerb {
  private static var synopsis: CString { "wait up|ready|down|done [-w sec] service ..." }
  /// As of s6-svwait.
  private static var timedOutCode: CInt { 99 }

  static func run(_ invocation: Invocation) throws(VerbProblem) -> CInt {
    let words = try VerbWords(invocation.operands, .init(valued: "w"), synopsis: synopsis)
    guard words.operands.count > 1, let goal = SvCommand.Goal(words.operands[0]) else { throw .usage(synopsis) }
    let invocation = invocation.limited(to: words.value)
    var session = Session(invocation, .wait(for: goal), Array(words.operands.dropFirst()))
    let code = session.run()
    return session.isTimedOut ? timedOutCode : code
  }
}

extension SvCommand.Goal {
  fileprivate init?(_ word: CString) {
    if word == "up" {
      self = .up
    } else if word == "ready" {
      self = .ready
    } else if word == "down" {
      self = .down
    } else if word == "done" {
      self = .done
    } else {
      return nil
    }
  }
}
