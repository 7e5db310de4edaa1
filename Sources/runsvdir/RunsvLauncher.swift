import RunitCore
import Unix

/// Starts `runsv`.
struct RunsvLauncher: ~Copyable {
  private let signalMask: SignalSet
  private let isSessionLeader: Bool
  /// Where `runsv` was found on the search path; on the heap, since it is kept, and short.
  private var program: Path?

  /// Children get `signalMask`, and a session of their own when asked for.
  init(signalMask: SignalSet, isSessionLeader: Bool) {
    self.signalMask = signalMask
    self.isSessionLeader = isSessionLeader
  }

  /// Starts `runsv NAME` in the working directory and returns its process id.
  ///
  /// The search path is walked once; what was found there is taken until it can't be executed any more. A TERM that is
  /// held back waits until `runsv` has taken over its signals.
  mutating func start(_ name: CString, holdingBackTerminate: Bool) throws(Failure) -> Int32 {
    var mask = signalMask
    if holdingBackTerminate { mask.insert(.terminate) }
    if let program, let process = try execute(program, name, mask).process { return process }
    let found = try explain("unable to start runsv", name, Self.locate())
    let (process, reason) = try execute(found, name, mask)
    guard let process else { throw Failure("unable to start runsv", name, reason) }
    program = found
    return process
  }

  @inline(never)
  private static func locate() throws(Errno) -> Path {
    try ProgramSearch.locate("runsv").withCString { Path($0) }
  }

  /// Makes a child; without a process id the program could not be executed.
  private func execute(
    _ program: Path, _ name: CString, _ mask: SignalSet
  ) throws(Failure) -> (process: Int32?, reason: Errno?) {
    try program.withCString { (path) throws(Failure) in
      var plan = ChildPlan(path, name: "runsv", signalMask: mask)
      plan.addArgument(name)
      plan.isSessionLeader = isSessionLeader

      let start = try explain("unable to fork for", name, plan.start())
      return start.failure.map { (nil, $0.reason) } ?? (start.process, nil)
    }
  }
}
