import Console
import RunitCore
import Unix

/// The services that have yet to do what they were told.
///
/// An obedient daemon is through within a few milliseconds. So the room first looks in quick succession, which is cheaper
/// than a watch, and only then has the kernel tell of every change. A slow look beside that is for what no news comes of:
/// a file system without inotify, a `runsv` that was killed.
struct WaitingRoom: ~Copyable {
  /// The pause between looks when nothing is heard, and between two runs of `./check`, as in runit.
  static var slowPause: Int64 { 420_000_000 }

  let command: SvCommand
  private let limit: Int64
  private(set) var deadline: Int64
  var services: [AwaitedService] = []
  var checks = CheckRunner()
  var watch: FileWatch?
  /// How long the pauses between quick looks were so far.
  var quickWait: Int64 = 0

  /// The longest time for a service to die of KILL.
  private static var longestDeath: Int64 { 7_000_000_000 }

  /// Waits for at most `limit` nanoseconds.
  init(_ command: SvCommand, limit: Int64) {
    self.command = command
    // Even in no time at all a service gets as long as from runit, which looks twice: a process must be able to show that
    // it lives.
    self.limit = max(limit, Self.slowPause + Probation.length)
    deadline = Clock.monotonic + self.limit
  }

  /// Adds a service that was told, or, without a condition, one that could not be told yet.
  @inline(never)
  mutating func add(_ name: CString, _ condition: WaitCondition?) {
    services.append(AwaitedService(name, condition))
  }

  /// Waits until every service has done what it was told, or has had its time.
  mutating func run(_ session: inout Session, _ directory: inout ServiceDirectory) {
    while true {
      lookAtDue(&session, &directory)
      if services.isEmpty { return }
      if Clock.monotonic >= deadline {
        expire(&session, &directory)
      } else {
        session.output.flush()
        wait(&directory)
      }
    }
  }

  /// Looks at the services that may have changed, and takes leave of those that are done.
  @inline(never)
  private mutating func lookAtDue(_ session: inout Session, _ directory: inout ServiceDirectory) {
    var index = 0
    while index < services.count {
      guard services[index].isDue else {
        index += 1
        continue
      }
      services[index].isDue = false
      if look(at: index, &session, &directory) { remove(index) } else { index += 1 }
    }
  }

  @inline(never)
  private mutating func remove(_ index: Int) {
    let service = services.remove(at: index)
    checks.stop(service.check)
    service.closeFIFO()
  }

  /// Whether a service is done, for good or ill; if it is, that is said.
  private mutating func look(
    at index: Int, _ session: inout Session, _ directory: inout ServiceDirectory
  ) -> Bool {
    let name = services[index].name
    do throws(ServiceProblem) {
      try directory.find(name)
      guard let condition = services[index].condition else { return try tell(index, &directory, &session) }
      let status = try directory.status()
      let readiness = try directory.readiness(status)
      let detail = condition.needsDetail(status) ? try directory.detail() : nil
      let answer = condition.answer(status, readiness, detail)
      guard isMet(answer, status, index, &session, &directory) else { return false }
      session.output.append("ok: ")
      session.printLine(status, readiness, &directory, name, now: Session.now)
      session.output.append("\n")
    } catch {
      session.report(error, about: name)
    }
    return true
  }

  private mutating func isMet(
    _ answer: WaitCondition.Answer, _ status: ServiceStatus, _ index: Int, _ session: inout Session,
    _ directory: inout ServiceDirectory
  ) -> Bool {
    services[index].isOnProbation = false
    switch answer {
    case .pending:
      services[index].forgetCheck()
      return false
    case .metIfAvailable:
      guard hasPassed(index, status) else { return false }
      return checks.succeeds(&services[index].check, &directory, services[index].name, &session)
    case .metIfItLasts: return hasPassed(index, status)
    case .met: return true
    }
  }

  private mutating func hasPassed(_ index: Int, _ status: ServiceStatus) -> Bool {
    let hasPassed = services[index].probation.isPassed(by: status, at: Session.moment)
    services[index].isOnProbation = !hasPassed
    guard hasPassed else { return false }
    // What has ended is not up, though its runsv may not have said so yet. Nothing is known of a process that another
    // process name space hides.
    let stat = Path.ofProcess(status.processID, "/stat").content() ?? []
    return !ProcessStat.hasEnded(stat.span)
  }

  /// Tells a service that could not be told before; returns whether that is all.
  private mutating func tell(
    _ index: Int, _ directory: inout ServiceDirectory, _ session: inout Session
  ) throws(ServiceProblem) -> Bool {
    do throws(ServiceProblem) {
      let before = try session.tell(&directory)
      guard session.waits else { return true }
      services[index].condition = WaitCondition(command, before: before)
      quickWait = 0
      return false
    } catch {
      if error.isMissingSupervisor, Clock.monotonic < deadline { return false }
      session.isTimedOut = true
      throw error
    }
  }

  /// The time is over. A command that kills does it now, and gives the service some more time, to die.
  private mutating func expire(_ session: inout Session, _ directory: inout ServiceDirectory) {
    for index in services.indices { services[index].isDue = true }
    lookAtDue(&session, &directory)
    var index = 0
    while index < services.count {
      let kills = command.kills && !services[index].wasKilled
      if sayTimeIsOver(services[index].name, kills: kills, &session, &directory), kills {
        services[index].wasKilled = true
        index += 1
      } else {
        remove(index)
      }
    }
    deadline = Clock.monotonic + min(limit, Self.longestDeath)
    quickWait = 0
  }

  /// Returns whether the service was there to be told.
  private func sayTimeIsOver(
    _ name: CString, kills: Bool, _ session: inout Session, _ directory: inout ServiceDirectory
  ) -> Bool {
    session.output.append(kills ? "kill: " : "timeout: ")
    do throws(ServiceProblem) {
      try directory.find(name)
      let status = try directory.status()
      session.printLine(status, try directory.readiness(status), &directory, name, now: Session.now)
      session.output.append("\n")
      if kills {
        try directory.send("k")
      } else {
        session.fail(name)
        session.isTimedOut = true
      }
      return true
    } catch {
      session.report(error, about: name)
      return false
    }
  }
}
