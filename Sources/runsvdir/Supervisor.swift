import Console
import RunitCore
import Unix

/// The loop: signals, news of the directory and the time come in, the table decides, and its effects are carried out.
struct Supervisor: ~Copyable {
  let reporter: Reporter
  var directory: ScanDirectory
  var table: ServiceTable
  var launcher: RunsvLauncher
  var claimed = ScanClaim()
  var adopted = AdoptedSupervisors()
  var policy: ScanPolicy
  var title: ProcessTitle?
  var upgrade: Upgrade
  private let signals: SignalDescriptor
  var tree: TreeMachine
  var command: MainCommand?
  /// What keeps the main program from being started.
  var readiness: ReadinessWatch?
  /// Whether a service could not be looked at for want of something. The main program would not wait for it.
  var hasUnseenServices = false
  /// With which code to end now.
  var exitCode: CInt?

  /// Begins with `state`, if there was another `runsvdir` here before.
  init(
    _ options: Options, _ arguments: Arguments, _ reporter: Reporter, _ state: consuming TreeState?,
    previousMask: SignalSet
  ) throws(Failure) {
    let patience = state == nil ? nil : reporter
    let directory = try ScanDirectory(options.directory, reporter, patience)
    let isContainer = Process.id == 1 || options.command != nil
    let (handled, childMask) = Self.takeSignals(isContainer: isContainer, previousMask: previousMask)
    let signals = try obtain(
      "unable to create signal descriptor", orWaitAndTell: patience, SignalDescriptor(handled))
    Process.adoptOrphans()
    self.reporter = reporter
    self.directory = directory
    self.signals = signals
    policy = ScanPolicy(isContinued: state != nil)
    table = state?.table ?? ServiceTable()
    tree = TreeMachine(isContainer: isContainer, budgetSeconds: options.budgetSeconds)
    command = options.command.map { MainCommand($0, signalMask: childMask, process: state?.command) }
    if command?.process != nil { tree.commandStarted() }
    launcher = RunsvLauncher(signalMask: childMask, isSessionLeader: options.isSessionLeader || Process.id == 1)
    upgrade = Upgrade(arguments, signalMask: childMask)
    if let index = options.title {
      if let pipe = state?.title {
        title = ProcessTitle(arguments, index, continuing: pipe)
      } else {
        title = ProcessTitle(arguments, index, reporter)
      }
    }
    if let state {
      claimed = ScanClaim(continuing: state.claim ?? -1)
      hold(state.adopted)
    }
  }

  /// Blocks the signals that the loop reads, and the one of a broken pipe. Returns the first, and the mask of children,
  /// which is `previousMask` without all of these.
  ///
  /// One that was ignored, as HUP is under nohup, would never arrive, and SIGCHLD would take the dead away.
  private static func takeSignals(
    isContainer: Bool, previousMask: SignalSet
  ) -> (signals: SignalSet, childMask: SignalSet) {
    var signals = SignalSet()
    func take(_ signal: Signal) {
      signal.setIgnored(false)
      signals.insert(signal)
    }
    take(.child)
    take(.terminate)
    take(.hangUp)
    take(.alarm)
    take(.user1)
    if isContainer {
      take(.interrupt)
      take(.powerFailure)
      take(.containerStop)
    }
    // The reader of standard error may be gone, which must not end us. Children would inherit that it is ignored.
    Signal.brokenPipe.setIgnored(false)
    var blocked = signals
    blocked.insert(.brokenPipe)
    blocked.block()
    return (signals, previousMask.subtracting(blocked))
  }

  /// Runs until a signal or the end of the tree ends it, and returns the exit code.
  mutating func run() -> CInt {
    reap()  // whoever ended between the old program and us was announced to nobody
    while true {
      let now = Clock.monotonic
      advanceTree(at: now)
      if let exitCode { return exitCode }
      if tree.isUp, policy.deadline <= now { look() }
      perform(table.timePassed(at: now))
      title?.tick(at: now)
      directory.leave()
      upgrade.trial.timePassed(at: now, reporter)
      if tree.isUp, upgrade.trial.takePass() { giveWay() }
      if exitCode == nil { wait() }
    }
  }

  /// Sees whether the tree has come to its end, and only then whether the time for that is over: both may happen in one
  /// turn, and then nothing is left to be killed.
  private mutating func advanceTree(at now: Int64) {
    if tree.deadline <= now {
      reap()
      adopted.look()
      reapAdopted()
    }
    if table.isEmpty { perform(tree.servicesGone()) }
    guard exitCode == nil else { return }
    perform(tree.timePassed(at: now))
    if table.isEmpty { perform(tree.servicesGone()) }
  }

  /// Waits for something to happen and deals with it.
  private mutating func wait() {
    let entries = entriesWhenReady()
    if entries[0].isReady { handleSignals() }
    if entries[1].isReady, directory.hasNews() { policy.noteNews() }
    if entries[2].isReady { title?.update() }
    if entries[3].isReady { updateReadiness() }
    reapAdopted()
  }

  /// Waits for something to happen, with as little memory in use as can be.
  @inline(never)
  private mutating func entriesWhenReady() -> InlineArray<4, PollEntry> {
    var entries: InlineArray<4, PollEntry> = [
      PollEntry(reading: signals.rawValue), directory.pollEntry, title?.pollEntry ?? .none,
      readiness?.pollEntry ?? .none,
    ]
    let deadline = min(table.nextDeadline, tree.deadline, upgrade.trial.deadline, tree.isUp ? policy.deadline : .max)
    Stack.releaseUnused()
    do throws(Errno) {
      if adopted.isEmpty {
        try entries.wait(timeoutMilliseconds: Clock.milliseconds(until: deadline))
      } else {
        try adopted.wait(with: &entries, timeoutNanoseconds: max(0, deadline - Clock.monotonic))
      }
    } catch {
      reporter.warn("unable to wait for events, sleeping", nil, error)
      Clock.sleep(seconds: 1)
    }
    return entries
  }

  private mutating func handleSignals() {
    var arrived = SignalSet()
    signals.drain { signal, _ in arrived.insert(signal) }
    if let signal = arrived.requestForEnd { end(by: signal) }
    if arrived.contains(.alarm) { policy.noteNews() }
    if arrived.contains(.user1), tree.isUp { upgrade.trial.begin(reporter) }
    if arrived.contains(.child) { reap() }
  }

  /// Looks whether the directory has changed, and reads it when it has.
  private mutating func look() {
    policy.beginLook(at: Clock.monotonic)
    if let stamp = directory.stamp() {
      if claim(stamp.identity), policy.mustRead(stamp), let read = scan(stamp) {
        policy.noteRead(read, atWall: Clock.realtime.seconds, isSettled: !table.isUnsettled)
      }
    } else {
      claimed.release()
    }
    awaitReadinessAgain()
    policy.endLook(at: Clock.monotonic)
  }
}

extension SignalSet {
  /// The signal among these that asks for the end; of several, HUP, which has an exit code of its own.
  fileprivate var requestForEnd: Signal? {
    let requests: InlineArray<5, Signal> = [.hangUp, .terminate, .interrupt, .powerFailure, .containerStop]
    for index in requests.indices where contains(requests[index]) { return requests[index] }
    return nil
  }
}
