import Console
import RunitCore
import Unix

/// One run of `sv`: what it was asked for, what it prints, and what went wrong so far.
struct Session: ~Copyable {
  let invocation: Invocation
  let command: SvCommand
  /// The services that it is about.
  let names: [CString]
  /// How many nanoseconds there are to wait.
  var limit: Int64
  var output = Output(to: .output)
  /// The services for which the command failed.
  private(set) var failed: [CString] = []
  /// Whether it failed for want of time.
  var isTimedOut = false

  @inline(never)
  init(_ invocation: Invocation, _ command: SvCommand, _ names: [CString]) {
    self.invocation = invocation
    self.command = command
    self.names = names
    limit = Int64(invocation.limitSeconds) * 1_000_000_000
  }

  /// The number of services for which the command failed.
  var failures: UInt { UInt(failed.count) }

  static var now: TAI64N {
    let (seconds, nanoseconds) = Clock.realtime
    return TAI64N(unixSeconds: seconds, nanoseconds: nanoseconds)
  }

  static var moment: Moment { Moment(monotonic: Clock.monotonic, wall: now) }

  /// Does what was asked for, and returns the exit code.
  @inline(never)
  mutating func run() -> CInt {
    var directory = ServiceDirectory(in: ServicesDirectory(invocation.root))
    if case .status = command.action {
      let code = printStatuses(&directory)
      advise()
      output.flush()
      return code ?? exitCode
    }
    var waitingRoom = WaitingRoom(command, limit: limit)
    for name in names { begin(name, &directory, &waitingRoom) }
    waitingRoom.run(&self, &directory)
    advise()
    output.flush()
    return exitCode
  }

  /// Tells a person, but no program, what to do about the services for which the command has failed.
  private mutating func advise() {
    guard !failed.isEmpty, Terminal.isPerson(.output) else { return }
    output.append("Next: sv why")
    for name in failed {
      output.append(" ")
      output.append(printable: name.bytes)
    }
    output.append("\n")
  }

  private var exitCode: CInt { CInt(min(failures, 99)) }

  /// Gives the command to one service, and has it waited for where that is called for.
  private mutating func begin(
    _ name: CString, _ directory: inout ServiceDirectory, _ waitingRoom: inout WaitingRoom
  ) {
    do throws(ServiceProblem) {
      try directory.find(name)
      let before = try tell(&directory)
      if waits { waitingRoom.add(name, WaitCondition(command, before: before)) }
    } catch {
      let mayAppear = command.waitsForSupervisor || command.startsService && directory.isNew
      if mayAppear, error.isMissingSupervisor {
        waitingRoom.add(name, nil)
      } else if command.isForRunningOnly, error.isMissingSupervisor || error.isMissingService {
        let reason: CString = error.isMissingService ? ": not enabled\n" : ": runsv not running\n"
        output.append("ok: ")
        output.append(printable: name.bytes)
        output.append(reason)
      } else {
        report(error, about: name)
      }
    }
  }

  /// Whether the outcome is waited for, and printed.
  var waits: Bool { command.alwaysWaits || invocation.isVerbose }

  /// Gives the command to a service, and returns how it was before.
  ///
  /// It is given in nearly any case: what is wanted according to `supervise/status` may be out of date. But a service
  /// does not get TERM twice for being taken down twice.
  func tell(_ directory: inout ServiceDirectory) throws(ServiceProblem) -> ServiceStatus {
    let before = try directory.status()
    guard case .control = command.action else { return before }
    // The status is read again: a command that runsv had read just now has had its effect on it.
    if command.isObeyed(in: before), try directory.hasReadCommands(), command.isObeyed(in: try directory.status()) {
      return before
    }
    try directory.send(command.control)
    return before
  }

  /// Prints why the service `name` could not be dealt with, and counts it.
  @inline(never)
  mutating func report(_ problem: ServiceProblem, about name: CString, isLog: Bool = false) {
    let succeeds = command.succeedsWithoutSupervisor && problem.isNotRunning
    if !succeeds { fail(name) }
    switch problem {
    case .notRunning: output.append(succeeds ? "ok: " : "fail: ")
    case .noDirectory: output.append(isLog ? "warning: " : "fail: ")
    case .unable: output.append("warning: ")
    }
    output.append(printable: name.bytes)
    if isLog { output.append("/log") }
    output.append(": ")
    switch problem {
    case .notRunning: output.append("runsv not running")
    case .noDirectory(let reason):
      output.append(isLog ? "unable to change directory" : "unable to change to service directory")
      append(reason)
      if reason == .noSuchFile, !isLog { suggest(name) }
    case .unable(let action, let reason):
      output.append(action)
      if let reason { append(reason) }
    }
    output.append("\n")
  }

  /// Takes note that the command has failed for the service `name`.
  mutating func fail(_ name: CString) { failed.append(name) }

  private mutating func suggest(_ name: CString) {
    guard let meant = Suggestion.name(like: name, in: invocation.root) else { return }
    output.append(" (did you mean ")
    output.append(printable: meant)
    output.append("?)")
  }

  private mutating func append(_ reason: Errno) {
    output.append(": ")
    output.append(reason.text)
    if reason == .accessDenied, !Process.isRoot { output.append(" (are you root?)") }
  }

  /// Says on standard error that something about the service `name` could not be done.
  mutating func warn(_ action: CString, _ name: CString, _ object: CString, _ reason: Errno) {
    output.flush()
    var line = Output(to: .error)
    line.append("warning: ")
    line.append(action)
    line.append(printable: name.bytes)
    line.append(object)
    line.append(": ")
    line.append(reason.text)
    line.append("\n")
    line.flush()
  }
}
