import CLibc
import RunitCore
import Unix

/// Executes the program file again, in this very process: a new version takes over from the old one.
///
/// Process id, children, standard descriptors and blocked signals stay as they are; all else goes through a memory file.
/// The file is tried first, as a child that only has to say its version: an `execve` that fails half-way would leave
/// the tree without anybody.
struct Upgrade {
  private static let variable: CString = "RUNIT_HANDOVER"

  private let arguments: Arguments
  private let signalMask: SignalSet
  /// The file that this process was started from, which may have been replaced meanwhile.
  private let program: CString
  private var trial: Int32?
  /// Whether a trial went well.
  private(set) var isDue = false

  init(_ arguments: Arguments, signalMask: SignalSet) {
    self.arguments = arguments
    self.signalMask = signalMask
    program = Process.executedPath ?? arguments.programName
  }

  // MARK: The old program

  /// Begins the trial, unless one is under way.
  mutating func begin(_ reporter: Reporter) {
    guard trial == nil else { return }
    isDue = false
    do throws(Errno) {
      let null = try FileDescriptor.open("/dev/null", O_RDWR)
      var plan = ChildPlan(program, name: arguments.programName, signalMask: signalMask)
      plan.addArgument("--version")
      plan.output = null.rawValue
      let start = try plan.start()
      if let failure = start.failure { throw failure.reason }
      trial = start.process
    } catch {
      complain(reporter, error)
    }
  }

  /// Returns whether the child that has ended was the trial.
  mutating func trialEnded(_ process: Int32, _ status: WaitStatus, _ reporter: Reporter) -> Bool {
    guard trial == process else { return false }
    trial = nil
    isDue = status.isSuccess
    if !isDue { complain(reporter, nil) }
    return true
  }

  func complain(_ reporter: Reporter, _ reason: Errno?) {
    reporter.warn("unable to upgrade, going on with the old program:", program, reason)
  }

  /// Becomes the new program, which finds `state`. Returns only when that failed, with the reason.
  mutating func execute(_ state: TreeState) -> Errno {
    isDue = false
    defer { Environment.remove(Self.variable) }
    do throws(Errno) {
      let memory = try FileDescriptor.memory(named: "runsvdir")
      try memory.writeAll(state.encoded.span)
      try memory.rewind()
      try memory.setCloseOnExec(false)
      var text = TextBuffer<32>()
      Handover(process: Process.id, descriptor: memory.rawValue).write(to: &text)
      var value = PathBuffer()
      _ = value.append(text.span)
      try value.withCString { (value) throws(Errno) in try Environment.set(Self.variable, to: value) }
      return ProgramSearch.execute(program, arguments)
    } catch {
      return error
    }
  }

  // MARK: The new program

  /// What the program that was here before has left; `nil` when there was none.
  static func receiveState(_ reporter: Reporter) -> TreeState? {
    guard let value = Environment[variable] else { return nil }
    let handover = Handover(value.bytes)
    Environment.remove(variable)
    guard let handover, handover.process == Process.id else { return nil }  // meant for a process above us
    let memory = FileDescriptor(owning: handover.descriptor)
    if let bytes = try? memory.readToEnd(), let state = TreeState(decoding: bytes.span) { return state }
    reporter.warn("unable to read what the old program left: starting afresh")
    return nil
  }
}
