import CLibc
import Console
import RunitCore
import Unix

/// A service or its logger: the machine that decides, and all that `runsv` holds to carry out what it decides.
struct Service: ~Copyable {
  var machine: ServiceMachine
  var directory: SuperviseDirectory
  var files: StateFiles
  var helpers = HelperTable()
  var parameterReader: ParameterReader
  /// The read end of `notification-fd`, while the service is not ready.
  var notification: FileDescriptor?
  var dependencies: Dependencies
  /// The process of which ``processStart`` is known.
  var identified: Int32 = 0
  var processStart: UInt64?
  /// Whether the kernel could not tell it.
  var isStartUnknown = false
  /// What a former `runsv` left, until it is taken over.
  private var former: FormerRunsv?
  /// When the process started that keeps the service from being started; see ``ServiceMachine/doubtfulProcess``.
  var doubtfulStart: UInt64?
  /// The process of a former `runsv`, which is not our child.
  var adopted: ProcessDescriptor?
  /// The process group that the service leads, and that signals go to; `nil` without `flag-killpg`. It outlives the
  /// process: `./finish` is told which group to clean up.
  var group: Int32?
  /// Why `./run` could not be executed when it was last tried; said once.
  var refusal: Errno?
  var hasComplainedAboutFinish = false
  /// What is in the service directory, as it was seen in this turn of the loop; `nil` until somebody asks.
  var entries: ServiceEntries?
  /// A logger whose directory has appeared since the service was started last.
  var lateLog = LateLog()
  /// Whether the state files do not say yet what is so.
  var isStale = false

  /// One that holds nothing yet.
  init(_ role: ServiceMachine.Role, _ reporter: Reporter) {
    machine = ServiceMachine(role, want: .up, at: .now)
    directory = SuperviseDirectory(role)
    files = StateFiles(directory, reporter)
    parameterReader = ParameterReader(reporter)
    dependencies = Dependencies(reporter)
  }

  // Without it, what closes all that is held would be written out wherever a service may go.
  deinit {}

  /// Takes possession of the directory `supervise`, and finds what a former `runsv` left behind.
  @inline(never)
  mutating func takePossession(_ surroundings: borrowing Surroundings, isWantedDown: Bool) throws(Failure) {
    try directory.takePossession()
    files = StateFiles(directory, surroundings.reporter)
    if !directory.isNew {
      former = try FormerRunsv.find(in: directory, surroundings, heldBy: &adopted)
    }
    if isWantedDown { machine = ServiceMachine(machine.role, want: .down, at: .now) }
  }

  /// Takes over what a former `runsv` left, if anything.
  mutating func takeOver(_ surroundings: borrowing Surroundings) {
    guard let former = former.take() else { return }
    if let inheritance = former.inheritance { inherit(inheritance, of: former.startTime, surroundings) }
    if let orphan = former.orphan { adopt(orphan, surroundings) }
    if let doubt = former.doubt { self.doubt(doubt.process, startedAt: doubt.startTime, surroundings) }
  }

  /// The process that a former `runsv` left behind, before it is adopted.
  var orphanedProcess: Int32? { former?.orphan?.process }

  /// Tells the machine what has happened, and does what it says. What follows from that has happened at the same time.
  mutating func deliver(_ event: Event, _ surroundings: borrowing Surroundings) {
    let now = Moment.now
    var next: Event? = event
    while let event = next {
      next = nil
      let effects = machine.handle(event, at: now)
      for index in 0..<effects.count { next = carryOut(effects[index], surroundings) }  // the last one may answer
    }
  }

  @inline(never)
  private mutating func carryOut(_ effect: Effect, _ surroundings: borrowing Surroundings) -> Event? {
    switch effect {
    case .publish:
      isStale = true
      return nil
    case .runScript(let command): return runScript(command, surroundings)
    case .killScript(let command):
      helpers.killScript(command)
      return nil
    case .checkDependencies: return .dependencies(dependencies.acquire(lookAround(), surroundings))
    case .searchCycle: return dependencies.findCycle(surroundings).map { .dependencies($0) }
    case .releaseDependencies:
      dependencies.release()
      return nil
    case .awaitDependents:
      return awaitDependents(surroundings)
    case .startRun: return startRun(surroundings)
    case .startFinish(let death): return startFinish(death, surroundings)
    case .signal(let signal):
      send(signal, surroundings.reporter)
      return nil
    case .startCheck: return startCheck(surroundings)
    case .killCheck:
      helpers.killCheck()
      return nil
    case .report(.logDoesNotEnd):
      surroundings.reporter.warn("log service still runs after its input ended, sending TERM")
      return nil
    case .report(.logDoesNotStart):
      surroundings.reporter.warn("unable to start log service, losing what it has not read")
      return nil
    }
  }

  /// What is in the service directory. That is read once in a turn of the loop; by the next one it may be different.
  mutating func lookAround() -> ServiceEntries {
    if let entries { return entries }
    let found = ServiceEntries.read()
    entries = found
    return found
  }

  /// Whether it is worth to look for `entry`. A single look-up is not worth to read the directory.
  func mayContain(_ entry: ServiceEntry) -> Bool { (entries ?? .unknown).mayContain(entry) }

  /// Says that the service goes, and sees whether somebody depends on it.
  ///
  /// A dependent takes hold first and looks then; so it is said first and counted then, and no start slips between. It
  /// looks at the detail alone: the other files follow.
  private mutating func awaitDependents(_ surroundings: borrowing Surroundings) -> Event? {
    var detail = detail(surroundings)
    if machine.activity == .running, !hasDependents { detail.phase = .stopping }  // what is to be said next anyway
    files.announce(detail)
    guard hasDependents else { return .dependentsGone }
    detail.phase = .exiting
    files.announce(detail)
    return nil
  }

  /// Whether somebody holds the other end of `supervise/dependents`.
  var hasDependents: Bool {
    switch directory.dependents {
    case .some(let fifo): fifo.hasWriter
    case .none: false
    }
  }

  private func send(_ signal: ServiceSignal, _ reporter: Reporter) {
    guard machine.process > 0 else { return }
    let isRunning = machine.activity == .running  // ./finish leads no group
    let recipient = if isRunning, let group { -group } else { machine.process }
    do throws(Errno) {
      let signal = Signal(rawValue: CInt(signal.number))
      switch adopted {
      case .some(let process) where recipient > 0: try process.send(signal)
      default: try signal.send(to: recipient)
      }
    } catch {
      // It has ended, and the kernel will tell; or it has become another user's, which the operator should know.
      if error != .noSuchProcess { reporter.warn("unable to send signal to ./run", nil, error) }
    }
  }
}

extension Service {
  /// Takes note of a child that has ended; `false` when it is none of ours.
  mutating func reap(_ ended: Process.Ended, _ surroundings: borrowing Surroundings) -> Bool {
    let status = WaitStatus(rawValue: ended.status)
    if ended.process == machine.process {
      notification = nil
      adopted = nil  // our own child all the same, if this process was another program when it was made
      deliver(.ended(.status(status)), surroundings)
    } else if let helper = helpers.remove(ended.process) {
      switch helper {
      case .script(let command): deliver(.scriptEnded(command, handled: status.isSuccess), surroundings)
      case .check: deliver(.checkEnded(succeeded: status.isSuccess), surroundings)
      }
    } else {
      return false
    }
    return true
  }

  /// Reads and obeys what was written to `supervise/control`.
  mutating func readControl(_ surroundings: borrowing Surroundings) {
    var bytes = TextBuffer<256>()
    repeat {
      do throws(Errno) {
        try bytes.replace { (buffer) throws(Errno) in try directory.control.read(into: &buffer) }
      } catch {
        return  // empty, or not to be read now: the next wake-up tries again
      }
      for index in 0..<bytes.count {
        if let command = ControlCommand(byte: bytes.span[index]) { deliver(.control(command), surroundings) }
      }
    } while bytes.count == TextBuffer<256>.size
  }

  /// Reads from `notification-fd`: a newline says that the service is ready, the end that it will never be.
  mutating func readNotification(_ surroundings: borrowing Surroundings) {
    guard let descriptor = notification.take() else { return }
    var bytes = TextBuffer<256>()
    do throws(Errno) {
      try bytes.replace { (buffer) throws(Errno) in try descriptor.read(into: &buffer) }
    } catch {
      notification = consume descriptor
      return
    }
    if bytes.span.firstIndex(of: UInt8(ascii: "\n")) != nil {
      deliver(.ready, surroundings)
    } else if bytes.count > 0 {
      notification = consume descriptor
    }
  }

  var adoptedDescriptor: Int32 {
    switch adopted {
    case .some(let process): process.rawValue
    case .none: -1
    }
  }

  var notificationDescriptor: Int32 {
    switch notification {
    case .some(let descriptor): descriptor.rawValue
    case .none: -1
    }
  }

  /// Whether the dependencies have to be looked at now and then.
  var mustLookAtDependencies: Bool {
    switch machine.activity {
    case .waiting, .preparing, .running, .done: dependencies.areUnwatched
    case .down, .pausing, .finishing, .failed: false
    }
  }

  /// Looks at the dependencies again: something has changed there.
  mutating func readNews(_ surroundings: borrowing Surroundings) {
    dependencies.discardNews()
    switch machine.activity {
    case .waiting: deliver(.dependencies(dependencies.acquire(lookAround(), surroundings)), surroundings)
    case .preparing, .running, .done:
      if dependencies.isAnyExiting(surroundings) { deliver(.dependencyExits, surroundings) }
    case .down, .pausing, .finishing, .failed: break
    }
  }
}
