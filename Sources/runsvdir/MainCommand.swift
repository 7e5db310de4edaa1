import CLibc
import RunitCore
import Unix

/// The main program of a tree: `runsvdir DIR -- COMMAND ARGUMENTS`.
struct MainCommand {
  /// The exit codes of a shell for a program that can't be executed.
  private static let notFoundCode: CInt = 127
  private static let notExecutableCode: CInt = 126

  enum Start {
    case started
    /// It can't be executed, which is the end of the tree, with this exit code.
    case refused(code: CInt)
    /// The kernel is short of something; to be tried again.
    case postponed
  }

  private let arguments: Arguments
  private let signalMask: SignalSet
  private(set) var process: Int32?
  private var hasComplained = false

  /// The program and its arguments; `process` when it runs already.
  init(_ arguments: Arguments, signalMask: SignalSet, process: Int32?) {
    self.arguments = arguments
    self.signalMask = signalMask
    self.process = process
  }

  var name: CString { arguments.programName }

  /// Starts the program with the descriptors of `runsvdir`.
  mutating func start(_ lastWord: LastWord) -> Start {
    do throws(Errno) {
      let path = try ProgramSearch.locate(name)
      let start = try path.withCString { (path) throws(Errno) in
        var plan = ChildPlan(path, arguments: arguments, signalMask: signalMask)
        return try plan.start()
      }
      if let failure = start.failure { throw failure.reason }
      process = start.process
      return .started
    } catch {
      if !hasComplained { lastWord.say(unableToStart: name, error) }
      guard !error.isShortage else {
        hasComplained = true
        return .postponed
      }
      return .refused(code: error == .noSuchFile ? Self.notFoundCode : Self.notExecutableCode)
    }
  }

  func terminate() {
    if let process { try? Signal.terminate.send(to: process) }  // one that has ended waits to be reaped
  }

  /// Forgets the process when it is `ended`; returns whether it was.
  mutating func forget(_ ended: Int32) -> Bool {
    guard process == ended else { return false }
    process = nil
    return true
  }
}
