package import CLibc
package import Unix

/// The trial run of a program file that is to be executed in the place of this process: it has to exit 0 in time.
///
/// A request that comes during a trial is about a file that may be newer, and is followed by another one.
package struct ProgramTrial {
  /// How long it may take, in nanoseconds.
  private static var limit: Int64 { 5_000_000_000 }

  private let program: ProgramFile
  private let signalMask: SignalSet
  /// 0 while there is no trial.
  private var process: pid_t = 0
  private var isAskedAgain = false
  /// When ``timePassed(at:_:)`` is due, on the monotonic clock.
  package private(set) var deadline = Int64.max
  private var hasPassed = false

  /// A trial of the program that runs here, with the signal mask of a child.
  package init(_ arguments: Arguments, signalMask: SignalSet) {
    program = ProgramFile(arguments)
    self.signalMask = signalMask
  }

  /// Begins a trial, or sees to it that one follows that which is under way.
  @inline(never)
  package mutating func begin(_ reporter: Reporter) {
    guard process == 0 else {
      isAskedAgain = true
      return
    }
    isAskedAgain = false
    hasPassed = false
    do throws(Errno) {
      process = try program.tryOut(signalMask: signalMask)
      deadline = Clock.monotonic + Self.limit
    } catch {
      complain(reporter, error)
    }
  }

  /// Returns whether the child that has ended was the trial.
  package mutating func noteEnd(of child: pid_t, status: CInt, _ reporter: Reporter) -> Bool {
    guard process != 0, child == process else { return false }
    hasPassed = status == 0
    if !hasPassed { complain(reporter, nil) }
    conclude(reporter)
    return true
  }

  /// Kills a trial that takes too long. Its end is not waited for: even that could take long.
  package mutating func timePassed(at now: @autoclosure () -> Int64, _ reporter: Reporter) {
    guard deadline != .max, deadline <= now() else { return }
    try? Signal.kill.send(to: -process)  // all that it may have started
    reporter.warn(
      "unable to upgrade, killed its trial run after 5 seconds, going on with the old program:", program.path)
    conclude(reporter)
  }

  /// Whether a trial went well, so that the program can be executed now. Another attempt needs another trial.
  package mutating func takePass() -> Bool {
    defer { hasPassed = false }
    return hasPassed
  }

  private mutating func conclude(_ reporter: Reporter) {
    process = 0
    deadline = .max
    if isAskedAgain { begin(reporter) }
  }

  package func complain(_ reporter: Reporter, _ reason: Errno?) {
    reporter.warn("unable to upgrade, going on with the old program:", program.path, reason)
  }

  /// Becomes the program, as ``ProgramFile/become(with:)`` does.
  package func become(with variable: CString) -> Errno { program.become(with: variable) }
}
