import RunitCore
import Unix

/// Starts `runsv`.
struct RunsvLauncher: ~Copyable {
  private let signalMask: SignalSet
  private let isSessionLeader: Bool
  /// Where `runsv` was found on the search path.
  private var program: PathBuffer?

  /// Children get `signalMask`, and a session of their own when asked for.
  init(signalMask: SignalSet, isSessionLeader: Bool) {
    self.signalMask = signalMask
    self.isSessionLeader = isSessionLeader
  }

  /// Starts `runsv NAME` in the working directory and returns its process id.
  ///
  /// The search path is walked once; what was found there is taken until it can't be executed any more.
  mutating func start(_ name: CString) throws(Failure) -> Int32 {
    if let known = program.take() {
      if let process = try execute(known, name).process {
        program = consume known
        return process
      }
    }
    let found = try explain("unable to start runsv", name, ProgramSearch.locate("runsv"))
    let (process, reason) = try execute(found, name)
    guard let process else { throw Failure("unable to start runsv", name, reason) }
    program = consume found
    return process
  }

  /// Makes a child; without a process id the program could not be executed.
  private func execute(
    _ program: borrowing PathBuffer, _ name: CString
  ) throws(Failure) -> (process: Int32?, reason: Errno?) {
    try program.withCString { (path) throws(Failure) in
      var plan = ChildPlan(path, name: "runsv", signalMask: signalMask)
      plan.addArgument(name)
      plan.isSessionLeader = isSessionLeader

      let start = try explain("unable to fork for", name, plan.start())
      return start.failure.map { (nil, $0.reason) } ?? (start.process, nil)
    }
  }
}
