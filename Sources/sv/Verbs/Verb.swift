import RunitCore
import Unix

/// A command of ours, which runit does not have. Only its whole word counts: runit would take a letter for it.
enum Verb {
  case list
  case wait
  case why

  init?(_ word: CString) {
    if word == "list" {
      self = .list
    } else if word == "wait" {
      self = .wait
    } else if word == "why" {
      self = .why
    } else {
      return nil
    }
  }

  /// Does it, and returns the exit code.
  func run(_ invocation: Invocation) -> CInt {
    do throws(VerbProblem) {
      switch self {
      case .list: return try ListVerb(invocation).run()
      case .wait: return try WaitVerb.run(invocation)
      case .why: return try WhyVerb(invocation).run()
      }
    } catch {
      var text = Output(to: .error)
      switch error {
      case .usage(let synopsis):
        text.append("usage: sv ")
        text.append(synopsis)
        text.append("\n\n")
        text.flush()
        return 100
      case .fatal(let failure):
        Reporter(invocation.program).report(.fatal, failure)
        return 100
      }
    }
  }
}

/// Why a verb could not even begin.
enum VerbProblem: Error {
  case usage(StaticString)
  case fatal(Failure)
}
