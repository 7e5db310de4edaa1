/// The life of a `runsv`, from its start to the next one.
extension ServiceTable {
  /// The `runsv` of `slot` was started.
  public mutating func started(_ slot: Slot, process: Int32, at now: Int64) {
    services[slot].phase = .running(process: process, since: now)
    processes.insert(process, slot: slot)
  }

  /// The `runsv` of `slot` could not be started; it will be tried again. Returns whether that is news.
  public mutating func couldNotStart(_ slot: Slot, at now: Int64) -> Bool {
    pause(slot, at: now)
    return services[slot].failures.report()
  }

  /// A child has ended. One that is no `runsv` is an orphan that was reaped: nothing follows.
  public mutating func ended(_ process: Int32, _ status: WaitStatus, at now: Int64) -> [Effect] {
    guard let slot = processes.remove(process) else { return [] }
    var effects: [Effect] = []
    switch services[slot].phase {
    case .running(_, let since):
      if now - since >= FailureCount.shortLife {
        restart(slot, &effects)
      } else {
        pause(slot, at: now)
        if !status.isSuccess, services[slot].failures.report() { effects.append(.complain(slot)) }
      }
    case .leaving where services[slot].isPresent:
      // The entry was taken away and put back; the end was our wish, not a failure.
      restart(slot, &effects)
    case .leaving:
      services[slot].phase = .gone
      admit(slot, &effects)
    case .blocked, .starting, .pausing, .gone: preconditionFailure("a service without a process has lost one")
    }
    return effects
  }

  /// The time has come to try again what failed.
  public mutating func timePassed(at now: Int64) -> [Effect] {
    guard nextDeadline <= now else { return [] }
    var effects: [Effect] = []
    for slot in services.indices {
      if case .pausing(let end) = services[slot].phase, end <= now {
        services[slot].phase = .starting
        effects.append(.start(slot))
      }
    }
    findNextDeadline()
    return effects
  }

  /// The tree is to go down: every `runsv` gets TERM, and none is started any more.
  public mutating func stop() -> [Effect] {
    isStopping = true
    nextDeadline = .max
    var effects: [Effect] = []
    for slot in services.indices {
      services[slot].isPresent = false
      switch services[slot].phase {
      case .running(let process, _), .leaving(let process):
        services[slot].phase = .leaving(process: process)
        effects.append(.terminate(process: process))
      case .blocked, .starting, .pausing, .gone: services[slot].phase = .gone
      }
    }
    return effects
  }

  private mutating func restart(_ slot: Slot, _ effects: inout [Effect]) {
    services[slot].failures.forget()
    services[slot].phase = .starting
    effects.append(.start(slot))
  }

  private mutating func pause(_ slot: Slot, at now: Int64) {
    let end = now + services[slot].failures.next()
    services[slot].phase = .pausing(until: end)
    nextDeadline = min(nextDeadline, end)
  }

  mutating func findNextDeadline() {
    nextDeadline = .max
    for slot in services.indices {
      if case .pausing(let end) = services[slot].phase { nextDeadline = min(nextDeadline, end) }
    }
  }
}
