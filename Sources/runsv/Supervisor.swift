import CLibc
import Console
import RunitCore
import Unix

/// The loop of `runsv`: it waits for signals, commands, news and deadlines, tells the machines, and nothing in it blocks.
struct Supervisor: ~Copyable {
  var surroundings: Surroundings
  var service: Service
  var log: Service? = nil
  let signals: SignalDescriptor
  var upgrade: Upgrade
  /// Whether another program supervised here before, in this very process.
  var isSuccessor = false
  /// Whether others can talk to us.
  var isAnnounced = false
  /// When to try again what the kernel has refused, state files above all.
  var retry = Retry()

  /// Supervises the service in `directory` until it is told to exit and is gone; returns the exit code.
  static func supervise(
    _ directory: CString, _ arguments: Arguments, _ reporter: Reporter, previousMask: SignalSet
  ) throws(Failure) -> CInt {
    let patience = Upgrade.isExpected ? reporter : nil
    takeSignals()
    let childMask = previousMask.subtracting(blockedSignals)
    let bootID = try obtain("unable to read boot_id", orWaitAndTell: patience, ProcessIdentity.bootID())
    let signals = try obtain(
      "unable to create signal descriptor", orWaitAndTell: patience, SignalDescriptor(handledSignals))
    let surroundings = Surroundings(reporter: reporter, childMask: childMask, bootID: bootID)
    var supervisor = Supervisor(surroundings, signals, Upgrade(arguments, signalMask: childMask))
    try supervisor.enter(directory)
    return try supervisor.run()
  }

  /// One that holds nothing yet but the signals.
  private init(_ surroundings: consuming Surroundings, _ signals: consuming SignalDescriptor, _ upgrade: Upgrade) {
    service = Service(.service, surroundings.reporter)
    self.surroundings = surroundings
    self.signals = signals
    self.upgrade = upgrade
  }

  /// Enters the service directory and takes possession of it, or takes it over.
  private mutating func enter(_ directory: CString) throws(Failure) {
    if Upgrade.isOffered, try takeOver(directory) { return }
    surroundings.siblings = try explain(
      "unable to open directory of", directory, ServiceName.openSiblings(of: directory))
    try explain("unable to change to directory", nil, FileSystem.changeDirectory(directory))
    try takePossession(directory)
  }

  /// Takes possession of the service directory, in which it works.
  @inline(never)
  mutating func takePossession(_ directory: CString) throws(Failure) {
    surroundings.name = try explain("unable to get the name of", directory, ServiceName.name(of: directory))
    let entries = ServiceEntries.read()
    let isWantedDown = entries.mayContain(.down) ? try isThere("down") : false
    let hasLog = entries.mayContain(.log) ? try Self.hasLog(surroundings.reporter) : false
    let isLogWantedDown = hasLog ? try isThere("log/down") : false
    service.entries = entries
    try service.takePossession(surroundings, isWantedDown: isWantedDown)
    guard hasLog else { return }
    log = Service(.log, surroundings.reporter)
    try log?.takePossession(surroundings, isWantedDown: isLogWantedDown)
    surroundings.logPipe = try Self.openLogPipe(service: service.orphanedProcess, log: log?.orphanedProcess)
  }

  @inline(never)
  private mutating func run() throws(Failure) -> CInt {
    begin()
    while true {
      if isFinished() {
        publishLast()
        leave()
        return service.machine.exitCode
      }
      handle(wait())
      attachLateLog()
      publish()
      if !service.machine.isGone { service.dependencies.closeUnneededWatch() }
      if upgrade.trial.takePass() { giveWay() }
    }
  }

  /// The state comes first, then the FIFOs, then `./run`: whoever reaches us finds a state, and `./run` can reach us from
  /// its first moment on. Orphans come before all: a state without them would have them forgotten.
  @inline(never)
  private mutating func begin() {
    guard !isSuccessor else {
      reap()  // whoever ended between the old program and us was announced to nobody
      service.publishAgain(surroundings)
      log?.publishAgain(surroundings)
      publish()
      return
    }
    log?.takeOver(surroundings)
    service.takeOver(surroundings)
    log?.publishAgain(surroundings)
    service.publishAgain(surroundings)
    try? announce()  // or publish() tries again, and says why
    // Told to exit before it has begun, as by a runsvdir that ends, it starts nothing: it takes down what it has found.
    let isToExit = readSignals()
    if isToExit { service.deliver(.exitOrdered, surroundings) }
    if !isToExit || service.machine.process != 0 { log?.deliver(.begin, surroundings) }
    service.deliver(.begin, surroundings)
    attachLateLog()
    service.isStale = true  // news for those who looked before they could take hold
    publish()
  }

  @inline(never)
  private mutating func publish() {
    service.publishIfStale(surroundings)
    log?.publishIfStale(surroundings)
    if !isAnnounced { announceLate() }
    let isWaiting = service.helpers.hasPostponed
    if isWaiting { service.retryScripts(surroundings) }
    retry.note(isBehind: !isAnnounced || isWaiting || service.isStale || log?.isStale == true, at: .now)
  }

  /// Sees that the files say that nothing is left, as long as that may still succeed.
  @inline(never)
  private mutating func publishLast() {
    for _ in 0..<5 where service.canCatchUp || log?.canCatchUp == true {
      Clock.sleep(seconds: 1)
      publish()
    }
  }

  /// Leaves in `supervise` what runit's `runsv` does, so that a package that removes those files finds it empty. The lock
  /// is held meanwhile, so that they are nobody else's. After an essential service `runsvdir` reads them.
  private mutating func leave() {
    guard service.machine.exitCode == 0 else { return }
    service.directory.removeAdditions()
    log?.directory.removeAdditions()
  }

  /// Lets others talk to us, once the state files are there.
  private mutating func announce() throws(Failure) {
    try service.directory.announce()
    try log?.directory.announce()
    isAnnounced = true
  }

  /// The same when something runs already: what fails is tried again.
  mutating func announceLate() {
    do throws(Failure) {
      try announce()
      service.publishAgain(surroundings)
    } catch {
      if retry.deadline == .never { surroundings.reporter.report(.warning, error) }
    }
  }
}

// What is found at start.
extension Supervisor {
  /// The signals that `runsv` reads.
  private static var handledSignals: SignalSet {
    var signals = SignalSet()
    signals.insert(.child)
    signals.insert(.terminate)
    signals.insert(.user1)
    return signals
  }

  /// The signals that `runsv` blocks before it does anything else: until then USR1 would end it. The reader of standard
  /// error may be gone, and PIPE must not end it either.
  static var blockedSignals: SignalSet {
    var signals = handledSignals
    signals.insert(.brokenPipe)
    return signals
  }

  /// The program that started `runsv` may have ignored them, and children would inherit that.
  private static func takeSignals() {
    Signal.child.setIgnored(false)
    Signal.terminate.setIgnored(false)
    Signal.user1.setIgnored(false)
    Signal.brokenPipe.setIgnored(false)
  }

  /// Makes the pipe between the service and its logger, or finds the one that orphans of a former `runsv` still use: no
  /// line in it is lost.
  static func openLogPipe(service: Int32?, log: Int32?) throws(Failure) -> Pipe {
    if let log, let pipe = try explain("unable to open log pipe", nil, Orphan.reopenPipe(0, of: log)) { return pipe }
    if let service, Orphan.readsItsOutput(service),
      let pipe = try explain("unable to open log pipe", nil, Orphan.reopenPipe(1, of: service))
    {
      return pipe
    }
    let pipe = try explain("unable to create log pipe", nil, Pipe())
    let ours = pipe.writeEnd.rawValue
    if let shared = try explain("unable to open log pipe", nil, Orphan.reopenPipe(ours, of: Process.id)) {
      return shared
    }
    return pipe  // where /proc is not mounted: as in runit
  }

  private static func hasLog(_ reporter: Reporter) throws(Failure) -> Bool {
    do throws(Errno) {
      if try FileStatus("log").kind == .directory { return true }
      reporter.warn("./log: not a directory.")
    } catch {
      if error.isNoAnswer { throw Failure("unable to stat() ./log: ", nil, error) }
      if error != .noSuchFile { reporter.warn("unable to stat() ./log: ", nil, error) }
    }
    return false
  }
}
