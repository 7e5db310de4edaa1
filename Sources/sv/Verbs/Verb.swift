import Console
import RunitCore
import Unix

/// A command of ours, which runit does not have. Only its whole word counts: runit would take a letter for it.
enum Verb {
  case list
  case wait
  case why
  case enable
  case disable
  case log
  case lint
  case tree
  case watch

  init?(_ word: CString) {
    if word == "list" {
      self = .list
    } else if word == "wait" {
      self = .wait
    } else if word == "why" {
      self = .why
    } else if word == "enable" {
      self = .enable
    } else if word == "disable" {
      self = .disable
    } else if word == "log" {
      self = .log
    } else if word == "lint" {
      self = .lint
    } else if word == "tree" {
      self = .tree
    } else if word == "watch" {
      self = .watch
    } else {
      return nil
    }
  }

  /// Whether it does more than to look.
  private var changesServices: Bool {
    switch self {
    case .enable, .disable: true
    case .list, .wait, .why, .log, .lint, .tree, .watch: false
    }
  }

  /// Does it, and returns the exit code.
  func run(_ invocation: Invocation) -> CInt {
    if changesServices { Output.outliveReader() }
    do throws(VerbProblem) {
      switch self {
      case .list: return try ListVerb(invocation).run()
      case .wait: return try WaitVerb.run(invocation)
      case .why: return try WhyVerb(invocation).run()
      case .enable: return try EnableVerb(invocation).run()
      case .disable: return try DisableVerb(invocation).run()
      case .log: return try LogVerb(invocation).run()
      case .lint: return try LintVerb(invocation).run()
      case .tree: return try TreeVerb(invocation).run()
      case .watch: return try WatchVerb(invocation).run()
      }
    } catch {
      var text = Output(to: .error)
      switch error {
      case .usage(let synopsis):
        text.append("usage: sv ")
        text.append(synopsis)
        text.append("\n\n")
      case .fatal(let failure):
        Reporter(invocation.program).report(.fatal, failure)
      }
      text.appendAdvice()
      text.flush()
      return 100
    }
  }
}

/// Why a verb could not even begin.
enum VerbProblem: Error {
  case usage(CString)
  case fatal(Failure)
}

/// Does what a verb can't do without: its failure is that of the verb.
func explain<Value: ~Copyable>(
  _ action: CString, _ object: CString?, _ call: () throws(Errno) -> Value
) throws(VerbProblem) -> Value {
  do throws(Errno) { return try call() } catch { throw .fatal(Failure(action, object, error)) }
}
