import Console
import RunitCore
import Unix

/// Why no `runsv` was started.
enum RunsvRefusal: Error {
  /// The kernel made no process.
  case fork(Errno)
  /// There is no `runsv` along the search path, or it can't be executed.
  case execution(Errno)

  /// Says so as runit does, whose child reports the second case, which is fatal for the child.
  func report(_ name: CString, _ reporter: Reporter) {
    switch self {
    case .fork(let reason): reporter.report(.warning, Failure("unable to fork for", name, reason))
    case .execution(let reason): reporter.report(.fatal, Failure("unable to start runsv", name, reason))
    }
  }
}

/// Starts `runsv`.
struct RunsvLauncher: ~Copyable {
  private let signalMask: SignalSet
  private let isSessionLeader: Bool
  /// Where `runsv` was found on the search path; on the heap, since it is kept, and short.
  private var program: Path?
  /// Whether that program unblocks USR1 when it is ready for it, and for its children: runit's own does not.
  private var takesUser1 = false

  /// Children get `signalMask`, and a session of their own when asked for.
  init(signalMask: SignalSet, isSessionLeader: Bool) {
    self.signalMask = signalMask
    self.isSessionLeader = isSessionLeader
  }

  /// Starts `runsv NAME` in the working directory and returns its process id.
  ///
  /// The search path is walked once; what was found there is taken until it can't be executed any more. A TERM that is
  /// held back waits until `runsv` has taken over its signals, and so does a USR1, which would end it before. One of ours
  /// has every TERM wait: it takes down what a former one may have left, of which we need not know.
  mutating func start(_ name: CString, holdingBackTerminate: Bool) throws(RunsvRefusal) -> Int32 {
    if let program, let process = try execute(program, name, mask(holdingBackTerminate)).process { return process }
    let found: Path
    do throws(Errno) {
      found = try Self.locate()
    } catch {
      throw .execution(error)
    }
    takesUser1 = found.withCString(Self.takesUser1)
    let (process, reason) = try execute(found, name, mask(holdingBackTerminate))
    guard let process else { throw .execution(reason) }
    program = found
    return process
  }

  /// The signals that `runsv` has blocked from its first moment on.
  private func mask(_ holdsBackTerminate: Bool) -> SignalSet {
    var mask = signalMask
    if takesUser1 { mask.insert(.user1) }
    if takesUser1 || holdsBackTerminate { mask.insert(.terminate) }
    return mask
  }

  @inline(never)
  private static func locate() throws(Errno) -> Path {
    try ProgramSearch.locate("runsv").withCString { Path($0) }
  }

  /// Whether the program file knows how to be upgraded by USR1, as its own words show.
  private static func takesUser1(_ program: CString) -> Bool {
    guard let file = try? FileDescriptor.read(program) else { return false }
    return (try? file.contains(Upgrade.variable)) ?? false
  }

  /// Makes a child; without a process id the program could not be executed, for `reason`.
  private func execute(
    _ program: Path, _ name: CString, _ mask: SignalSet
  ) throws(RunsvRefusal) -> (process: Int32?, reason: Errno) {
    try program.withCString { (path) throws(RunsvRefusal) in
      var plan = ChildPlan(path, name: "runsv", signalMask: mask)
      plan.addArgument(name)
      plan.isSessionLeader = isSessionLeader
      do throws(Errno) {
        let start = try plan.start()
        return start.failure.map { (nil, $0.reason) } ?? (start.process, Errno(rawValue: 0))
      } catch {
        throw .fork(error)
      }
    }
  }
}
