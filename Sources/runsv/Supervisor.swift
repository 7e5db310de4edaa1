import CLibc
import RunitCore
import Unix

/// The loop of `runsv`: it waits for signals, commands, news and deadlines, tells the machines, and nothing in it blocks.
struct Supervisor: ~Copyable {
  var surroundings: Surroundings
  var service: Service
  var log: Service?
  let signals: SignalDescriptor
  var upgrade: Upgrade
  /// Whether another program supervised here before, in this very process.
  let isSuccessor: Bool
  /// Whether others can talk to us.
  var isAnnounced = false
  /// When to try again what the kernel has refused, state files above all.
  var retry = Retry()

  /// Enters the service directory and takes possession of it, or takes it over.
  static func enter(_ directory: CString, _ arguments: Arguments, _ reporter: Reporter) throws(Failure) -> Supervisor {
    if Upgrade.isOffered, let supervisor = try takeOver(directory, arguments, reporter) { return supervisor }
    let siblings = try explain("unable to open directory of", directory, ServiceName.openSiblings(of: directory))
    try explain("unable to change to directory", nil, FileSystem.changeDirectory(directory))
    return try takePossession(directory, arguments, reporter, siblings)
  }

  /// Takes possession of the service directory, in which it works.
  static func takePossession(
    _ directory: CString, _ arguments: Arguments, _ reporter: Reporter, _ siblings: consuming FileDescriptor?
  ) throws(Failure) -> Supervisor {
    let (taken, childMask) = takeSignals()
    let signals = try explain("unable to create signal descriptor", nil, SignalDescriptor(taken))
    let entries = ServiceEntries.read()
    let isWantedDown = entries.mayContain(.down) ? try isThere("down") : false
    let hasLog = entries.mayContain(.log) ? try Self.hasLog(reporter) : false
    let isLogWantedDown = hasLog ? try isThere("log/down") : false
    var surroundings = Surroundings(
      reporter: reporter, name: ServiceName.name(of: directory), childMask: childMask,
      bootID: try explain("unable to read boot_id", nil, ProcessIdentity.bootID()), siblings: siblings)
    let supervise = try SuperviseDirectory(.service, name: surroundings.name)
    var service = try Service(.service, surroundings, directory: supervise, isWantedDown: isWantedDown)
    service.entries = entries
    let log: Service? =
      hasLog
      ? try Service(
        .log, surroundings, directory: try SuperviseDirectory(.log, name: surroundings.name),
        isWantedDown: isLogWantedDown) : nil
    switch log {
    case .some(let log):
      surroundings.logPipe = try openLogPipe(service: service.orphanedProcess, log: log.orphanedProcess)
    case .none: break
    }
    return Supervisor(
      surroundings: surroundings, service: service, log: log, signals: signals, upgrade: Upgrade(arguments),
      isSuccessor: false)
  }

  /// Supervises until the service is told to exit and is gone; returns the exit code.
  @inline(never)
  mutating func run() throws(Failure) -> CInt {
    begin()
    while true {
      if isFinished() {
        publishLast()
        return service.machine.exitCode
      }
      handle(wait())
      publish()
      if upgrade.isDue { giveWay() }
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
    log?.adoptOrphan(surroundings)
    service.adoptOrphan(surroundings)
    log?.publishAgain(surroundings)
    service.publishAgain(surroundings)
    try? announce()  // or publish() tries again, and says why
    // Told to exit before it has begun, as by a runsvdir that ends, it starts nothing: it takes down what it has found.
    let isToExit = readSignals()
    if isToExit { service.deliver(.control(.exit), surroundings) }
    if !isToExit || service.machine.process != 0 { log?.deliver(.begin, surroundings) }
    service.deliver(.begin, surroundings)
    service.isStale = true  // news for those who looked before they could take hold
    publish()
  }

  @inline(never)
  private mutating func publish() {
    service.publishIfStale(surroundings)
    log?.publishIfStale(surroundings)
    if !isAnnounced { announceLate() }
    retry.note(isBehind: !isAnnounced || service.isStale || log?.isStale == true, at: .now)
  }

  /// Sees that the files say that nothing is left, as long as that may still succeed.
  @inline(never)
  private mutating func publishLast() {
    for _ in 0..<5 where service.isStale || log?.isStale == true {
      Clock.sleep(seconds: 1)
      publish()
    }
  }

  /// Lets others talk to us, once the state files are there.
  private mutating func announce() throws(Failure) {
    try service.directory.announce()
    try log?.directory.announce()
    isAnnounced = true
  }

  /// The same when something runs already: what fails is tried again.
  private mutating func announceLate() {
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
  /// Takes over the signals that `runsv` reads, and tells what its children are to hold back.
  static func takeSignals() -> (taken: SignalSet, forChildren: SignalSet) {
    var taken = SignalSet()
    func take(_ signal: Signal) {
      signal.setIgnored(false)  // whoever started us may have ignored it, and children would inherit that
      taken.insert(signal)
    }
    take(.child)
    take(.terminate)
    take(.user1)
    return (taken, taken.block().subtracting(taken))
  }

  /// Makes the pipe between the service and its logger, or finds the one that orphans of a former `runsv` still use: no
  /// line in it is lost.
  private static func openLogPipe(service: Int32?, log: Int32?) throws(Failure) -> Pipe {
    if let log, let pipe = try explain("unable to open log pipe", nil, Orphan.reopenPipe(0, of: log)) { return pipe }
    if let service, let pipe = try explain("unable to open log pipe", nil, Orphan.reopenPipe(1, of: service)) {
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
      if error.isShortage { throw Failure("unable to stat() ./log: ", nil, error) }
      if error != .noSuchFile { reporter.warn("unable to stat() ./log: ", nil, error) }
    }
    return false
  }
}
