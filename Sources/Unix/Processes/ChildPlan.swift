package import CLibc

/// What a child process is, written down before it exists: `start` makes it and runs it.
///
/// The child shares the parent's memory until it executes its program or fails, and the parent stands still meanwhile
/// (`vfork`). No page is copied, and the parent knows at once, without a pipe, why a program could not be executed.
@safe
package struct ChildPlan {
  /// The step at which a child failed before its program ran; it has then exited with ``failureExitCode``.
  package enum Step: Sendable {
    case changeDirectory
    case redirect
    case execute
  }

  package struct Start {
    package let process: pid_t
    /// What went wrong in the child; `nil` when its program runs.
    package let failure: (step: Step, reason: Errno)?
  }

  /// Work for the child; what it changes in memory, the parent sees.
  ///
  /// A function of C's and a pointer, since a closure with a context of its own would need a heap.
  @safe
  package struct Preparation {
    let context: UnsafeMutableRawPointer
    let call: @convention(c) (UnsafeMutableRawPointer) -> Void

    /// `context` must live, in its place, until the child was started.
    @unsafe
    package init(_ context: UnsafeMutableRawPointer, _ call: @escaping @convention(c) (UnsafeMutableRawPointer) -> Void)
    {
      unsafe self.context = context
      unsafe self.call = call
    }
  }

  /// The exit code of a child whose program could not be run.
  package static var failureExitCode: CInt { 111 }
  /// The largest number of arguments, the program's name included.
  private static var argumentCapacity: Int { 7 }

  /// The file to execute, relative to ``directory``; the search path plays no part.
  package let executable: CString
  /// Where the child works; `nil` is where the parent does.
  package var directory: CString?
  package var input: CInt?
  package var output: CInt?
  package var error: CInt?
  /// A descriptor that the child gets under a number of its own choice, beside 0, 1 and 2.
  package var extra: (descriptor: CInt, number: CInt)?
  /// One more of these.
  package var secondExtra: (descriptor: CInt, number: CInt)?
  /// An open directory to work in, in place of ``directory``.
  package var workingDirectory: CInt?
  /// The signals that the child holds back.
  package var signalMask: SignalSet
  /// Whether the child leads a session of its own.
  package var isSessionLeader = false
  /// Whether the child leads a process group of its own.
  package var isGroupLeader = false

  /// What the child does before anything else.
  package var preparation: Preparation?

  /// In place of ``arguments``: as many as somebody else has.
  private let foreignArguments: Arguments?
  private var arguments = unsafe InlineArray<8, UnsafeMutablePointer<CChar>?>(repeating: nil)
  private var argumentCount = 0
  private var failure: (step: Step, reason: Errno)?

  /// A child that executes `executable` under that name, or under `name`, with `signalMask`.
  package init(_ executable: CString, name: CString? = nil, signalMask: SignalSet) {
    self.executable = executable
    self.signalMask = signalMask
    foreignArguments = nil
    addArgument(name ?? executable)
  }

  /// A child that executes `executable` with `arguments`, the first of which is its name, and with `signalMask`.
  package init(_ executable: CString, arguments: Arguments, signalMask: SignalSet) {
    self.executable = executable
    self.signalMask = signalMask
    foreignArguments = arguments
  }

  /// Adds an argument behind those that are there; it must live until the child is started.
  package mutating func addArgument(_ argument: CString) {
    precondition(argumentCount < Self.argumentCapacity)
    unsafe arguments[argumentCount] = UnsafeMutablePointer(mutating: argument.pointer)
    argumentCount += 1
  }

  /// Makes the child. The corresponding C functions are `vfork` and `execve`.
  ///
  /// - Throws: why no process could be made. What fails in the child is in the result.
  package mutating func start() throws(Errno) -> Start {
    failure = nil
    let process = try unsafe withUnsafeMutablePointer(to: &self) { (plan) throws(Errno) in
      try attempt { unsafe libc_vfork({ unsafe $0.assumingMemoryBound(to: ChildPlan.self).pointee.run() }, plan) }
    }
    return Start(process: process, failure: failure)
  }

  /// Becomes the program. In the child.
  private mutating func run() -> CInt {
    if let preparation { unsafe preparation.call(preparation.context) }
    do throws(Errno) {
      signalMask.install()
      if isSessionLeader { setsid() }
      if isGroupLeader { setpgid(0, 0) }
      if let input { try give(input, as: 0) }
      if let output { try give(output, as: 1) }
      if let error { try give(error, as: 2) }
      if let extra { try give(extra.descriptor, as: extra.number) }
      if let secondExtra { try give(secondExtra.descriptor, as: secondExtra.number) }
    } catch {
      failure = (.redirect, error)
      return Self.failureExitCode
    }
    if let workingDirectory, libc_fchdir(workingDirectory) == -1 {
      failure = (.changeDirectory, .current)
      return Self.failureExitCode
    }
    if let directory, unsafe chdir(directory.pointer) == -1 {
      failure = (.changeDirectory, .current)
      return Self.failureExitCode
    }
    unsafe arguments.span.withUnsafeBufferPointer { arguments in
      let list = unsafe foreignArguments.map { unsafe UnsafePointer($0.pointer) } ?? arguments.baseAddress
      guard let list = unsafe list else { return }
      _ = unsafe execve(executable.pointer, list, libc_environ())
    }
    failure = (.execute, .current)
    return Self.failureExitCode
  }

  /// Lets the program have `descriptor` under `number`. One that has that number already is kept open on exec.
  private func give(_ descriptor: CInt, as number: CInt) throws(Errno) {
    if descriptor == number {
      try attempt { libc_fcntl(number, F_SETFD, 0) }
    } else {
      try attempt { dup2(descriptor, number) }
    }
  }
}
