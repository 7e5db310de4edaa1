import CLibc
import Console
import RunitCore
import Unix

// One turn of the loop.
extension Supervisor {
  typealias Events = InlineArray<8, PollEntry>

  /// Waits for something to happen.
  ///
  /// Out of line, so that little lies on the stack while the supervisor sleeps, which is nearly always.
  @inline(never)
  mutating func wait() -> Events {
    var entries: Events = [
      PollEntry(reading: signals.rawValue),
      PollEntry(reading: service.directory.control.rawValue),
      PollEntry(reading: logDescriptors.control),
      PollEntry(reading: service.notificationDescriptor),
      PollEntry(reading: service.dependencies.news),
      service.machine.awaitsDependents ? PollEntry(reading: service.directory.dependentsDescriptor) : .none,
      PollEntry(reading: service.adoptedDescriptor),
      PollEntry(reading: logDescriptors.adopted),
    ]
    Stack.releaseUnused()
    do throws(Errno) {
      try entries.wait(timeoutMilliseconds: timeout())
    } catch {
      surroundings.reporter.warn("unable to wait for events, sleeping", nil, error)
      Clock.sleep(seconds: 1)
      // As where the limit of descriptors is below the number of entries. What does not block is tried.
      for index in 0..<5 { entries[index].assumeReady() }
    }
    return entries
  }

  private var logDescriptors: (control: CInt, adopted: CInt) {
    switch log {
    case .some(let log): (log.directory.control.rawValue, log.adoptedDescriptor)
    case .none: (-1, -1)
    }
  }

  /// Deals with all that has happened: children first, since commands are about what is there.
  @inline(never)
  mutating func handle(_ entries: Events) {
    service.entries = nil
    let isTermination = entries[0].isReady && readSignals()
    if entries[6].isReady { service.adoptedEnded(surroundings) }
    if entries[7].isReady { log?.adoptedEnded(surroundings) }
    if entries[1].isReady { service.readControl(surroundings) }
    if entries[2].isReady { log?.readControl(surroundings) }
    if entries[3].isReady { service.readNotification(surroundings) }
    if entries[4].isReady || service.mustLookAtDependencies { service.readNews(surroundings) }
    if entries[5].isReady, !service.hasDependents { service.deliver(.dependentsGone, surroundings) }
    if isTermination { service.deliver(.exitOrdered, surroundings) }
    checkTime()
  }

  /// Reaps the children that have ended; returns whether TERM has come.
  mutating func readSignals() -> Bool {
    var (isTermination, isUpgrade) = (false, false)
    signals.drain { signal, _ in
      if signal == .terminate { isTermination = true }
      if signal == .user1 { isUpgrade = true }
    }
    reap()
    if isUpgrade { upgrade.trial.begin(surroundings.reporter) }
    return isTermination
  }

  mutating func reap() {
    while let ended = try? Process.reap() {
      if upgrade.trial.noteEnd(of: ended.process, status: ended.status, surroundings.reporter)
        || service.reap(ended, surroundings)
      {
        continue
      }
      _ = log?.reap(ended, surroundings)  // anybody else was left to us by a parent that has gone
    }
  }

  private mutating func checkTime() {
    if service.machine.deadline.isReached(at: .now) { service.deliver(.timeReached, surroundings) }
    if log?.machine.deadline.isReached(at: .now) == true { log?.deliver(.timeReached, surroundings) }
    upgrade.trial.timePassed(at: Clock.monotonic, surroundings.reporter)
  }

  /// Milliseconds until the next deadline; `nil` when there is none.
  private mutating func timeout() -> Int32? {
    let trial = Deadline(monotonic: upgrade.trial.deadline)
    let deadline = min(min(service.machine.deadline, log?.machine.deadline ?? .never), min(retry.deadline, trial))
    let pause = deadline.milliseconds(from: .now)
    return service.mustLookAtDependencies ? min(pause ?? 1_000, 1_000) : pause
  }

  /// Whether nothing is left to supervise. The logger is the last: it goes when it has read all.
  @inline(never)
  mutating func isFinished() -> Bool {
    guard service.machine.isGone else { return false }
    surroundings.endLogInput()
    log?.deliver(.drain, surroundings)
    if surroundings.isLogInputLeft { log?.deliver(.inputLeft, surroundings) }
    log?.publishIfStale(surroundings)
    return log?.machine.isGone ?? true
  }
}
