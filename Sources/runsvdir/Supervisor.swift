import RunitCore
import Unix

/// The loop: signals, news of the directory and the time come in, the table decides, and its effects are carried out.
struct Supervisor: ~Copyable {
  let reporter: Reporter
  var directory: ScanDirectory
  var table = ServiceTable()
  var launcher: RunsvLauncher
  private var policy = ScanPolicy()
  private var title: ProcessTitle?
  private let signals: SignalDescriptor
  /// With which code to exit once every `runsv` is gone; `nil` as long as the tree is to stay.
  private var exitCode: CInt?

  init(_ options: Options, _ arguments: Arguments, _ reporter: Reporter) throws(Failure) {
    let directory = try ScanDirectory(options.directory, reporter)
    let handled = Self.takeSignals()
    let signals = try explain("unable to create signal descriptor", nil, SignalDescriptor(handled.signals))
    Process.adoptOrphans()
    self.reporter = reporter
    self.directory = directory
    self.signals = signals
    launcher = RunsvLauncher(signalMask: handled.mask, isSessionLeader: options.isSessionLeader)
    if let index = options.title { title = ProcessTitle(arguments, index, reporter) }
  }

  /// Holds back the signals that the loop reads, and returns them with the mask that children get.
  ///
  /// One that was ignored, as HUP is under nohup, would never arrive, and SIGCHLD would take the dead away.
  private static func takeSignals() -> (signals: SignalSet, mask: SignalSet) {
    let handled: InlineArray<_, Signal> = [.terminate, .hangUp, .alarm, .child]
    var signals = SignalSet()
    for index in handled.indices {
      handled[index].setIgnored(false)
      signals.insert(handled[index])
    }
    var mask = signals.block()
    for index in handled.indices { mask.remove(handled[index]) }
    return (signals, mask)
  }

  /// Runs until a signal ends it, and returns the exit code.
  mutating func run() -> CInt {
    while true {
      if let exitCode, table.isEmpty { return exitCode }
      let now = Clock.monotonic
      if exitCode == nil, policy.deadline <= now { look() }
      perform(table.timePassed(at: now))
      title?.tick(at: now)
      let ready = wait()
      if ready.signals, let code = handleSignals() { return code }
      if ready.watch, directory.hasNews() { policy.noteNews() }
      if ready.title { title?.update() }
    }
  }

  private mutating func wait() -> (signals: Bool, watch: Bool, title: Bool) {
    var entries: InlineArray<3, PollEntry> = [
      PollEntry(reading: signals.rawValue), directory.pollEntry, title?.pollEntry ?? .none,
    ]
    let deadline = min(table.nextDeadline, exitCode == nil ? policy.deadline : .max)
    do throws(Errno) {
      try entries.wait(timeoutMilliseconds: Clock.milliseconds(until: deadline))
    } catch {
      reporter.warn("unable to wait for events, sleeping", nil, error)
      Clock.sleep(seconds: 1)
    }
    return (entries[0].isReady, entries[1].isReady, entries[2].isReady)
  }

  /// Returns the exit code when one of the signals ends the program at once.
  private mutating func handleSignals() -> CInt? {
    var arrived = SignalSet()
    signals.drain { signal, _ in arrived.insert(signal) }
    if arrived.contains(.terminate) { return ExitCode.terminated }
    if arrived.contains(.hangUp) {
      if exitCode != nil { return ExitCode.hungUp }
      stop(ExitCode.hungUp)
    }
    if arrived.contains(.alarm) { policy.noteNews() }
    if arrived.contains(.child) { reap() }
    return nil
  }

  /// Takes the tree down: every `runsv` gets TERM and is waited for.
  private mutating func stop(_ code: CInt) {
    exitCode = code
    perform(table.stop())
  }

  /// Looks whether the directory has changed, and reads it when it has.
  private mutating func look() {
    policy.beginLook(at: Clock.monotonic)
    if let stamp = directory.stamp(), policy.mustRead(stamp), let read = scan() {
      policy.noteRead(read, atWall: Clock.realtime.seconds, isSettled: !table.isUnsettled)
    }
    policy.endLook(at: Clock.monotonic)
  }
}
