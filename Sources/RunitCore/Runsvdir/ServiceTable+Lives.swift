/// The life of a `runsv`, from its start to the next one.
extension ServiceTable {
  /// The `runsv` of `slot` was started.
  package mutating func started(_ slot: Slot, process: Int32, at now: Int64) {
    services[slot].phase = isStopping ? .leaving(process: process) : .running(process: process, since: now)
    processes.insert(process, slot: slot)
  }

  /// A `runsv` that another `runsvdir` has started works for `slot` already, and belongs to this table from now on: it is
  /// treated as one that was started, and for long enough for its life to be no short one.
  package mutating func adopted(_ slot: Slot, process: Int32, at now: Int64) {
    started(slot, process: process, at: max(0, now - FailureCount.shortLife))
    services[slot].isAdopted = true
  }

  /// A `runsv` that can't be adopted works for `slot` already; its end is waited for, by a look now and then. Returns
  /// whether that is news.
  package mutating func isOccupied(_ slot: Slot, at now: Int64) -> Bool { couldNotStart(slot, at: now) }

  /// The adopted `runsv` processes, which are no children.
  package var adopted: [(slot: Slot, process: Int32)] {
    services.indices.compactMap { slot in
      guard services[slot].isAdopted, let process = services[slot].process else { return nil }
      return (slot, process)
    }
  }

  /// The `runsv` of `slot` could not be started; it will be tried again. Returns whether that is news.
  package mutating func couldNotStart(_ slot: Slot, at now: Int64) -> Bool {
    if !isStopping || mayTakeDown(slot) { pause(slot, at: now) } else { services[slot].phase = .gone }
    return services[slot].failures.report()
  }

  /// A child has ended. One that is no `runsv` is an orphan that was reaped: nothing follows.
  package mutating func ended(_ process: Int32, _ status: WaitStatus, at now: Int64) -> [Effect] {
    guard let slot = processes.remove(process) else { return [] }
    var effects: [Effect] = []
    services[slot].noteEnd(status)
    services[slot].isAdopted = false
    switch services[slot].phase {
    case .running(_, let since):
      if now - since >= FailureCount.shortLife {
        restart(slot, &effects)
      } else {
        pause(slot, at: now)
        if !status.isSuccess, services[slot].failures.report() { effects.append(.complain(slot)) }
      }
    case .leaving where services[slot].isPresent && !isStopping:
      // The entry was taken away and put back; the end was our wish, not a failure.
      restart(slot, &effects)
    case .leaving where mayTakeDown(slot) && status.isRefusal:
      pause(slot, at: now)  // what its successor was short of may be there then
    case .leaving:
      takeDown(slot, &effects)
      admit(slot, &effects)
    case .blocked, .settling, .starting, .pausing, .gone:
      preconditionFailure("a service without a process has lost one")
    }
    return effects
  }

  /// The `runsv` of an essential service has ended because that did, and with it the tree: neither comes again.
  package mutating func essentialServiceEnded(_ process: Int32) {
    guard let slot = processes.remove(process) else { return }
    services[slot].mayHaveOrphan = false
    services[slot].isAdopted = false
    services[slot].phase = .gone
  }

  /// The time has come to try again what failed, and to examine what is new.
  package mutating func timePassed(at now: Int64) -> [Effect] {
    guard nextDeadline <= now else { return [] }
    var effects: [Effect] = []
    for slot in services.indices {
      switch services[slot].phase {
      case .pausing(let end) where end <= now:
        if isStopping {
          takeDown(slot, &effects)
        } else {
          services[slot].phase = .starting
          effects.append(.start(slot))
        }
      case .settling(let settling) where settling.deadline <= now: effects.append(beginExamination(slot, settling))
      case .pausing, .settling, .blocked, .starting, .running, .leaving, .gone: break
      }
    }
    if reportDeadline <= now {
      reportDeadline = .max
      effects.append(.scanAgain)
    }
    findNextDeadline()
    return effects
  }

  /// The tree is to go down: every `runsv` gets TERM, and none is started any more, save where one died of a signal.
  package mutating func stop() -> [Effect] {
    isStopping = true
    nextDeadline = .max
    reportDeadline = .max
    var effects: [Effect] = []
    for slot in services.indices {
      switch services[slot].phase {
      case .running(let process, _), .leaving(let process):
        services[slot].phase = .leaving(process: process)
        effects.append(.terminate(process: process))
      case .blocked, .settling, .starting, .pausing, .gone: takeDown(slot, &effects)
      }
    }
    return effects
  }

  /// Nothing is done any more but to wait for those `runsv` that still run.
  package mutating func abandon() {
    isAbandoned = true
    _ = stop()
  }

  /// Has a successor take down what a `runsv` may have left that died of a signal; otherwise the service is gone. One
  /// whose entry is gone can't be found any more.
  private mutating func takeDown(_ slot: Slot, _ effects: inout [Effect]) {
    guard mayTakeDown(slot) else {
      services[slot].phase = .gone
      return
    }
    services[slot].successors += 1
    services[slot].phase = .starting
    effects.append(.takeDown(slot))
  }

  /// A few tries must do: an end has to come to an end.
  private func mayTakeDown(_ slot: Slot) -> Bool {
    isStopping && !isAbandoned && services[slot].isPresent && services[slot].mayHaveOrphan
      && services[slot].successors < 4
  }

  private mutating func restart(_ slot: Slot, _ effects: inout [Effect]) {
    services[slot].failures.forget()
    services[slot].phase = .starting
    effects.append(.start(slot))
  }

  /// Has the next try wait, longer each time.
  private mutating func pause(_ slot: Slot, at now: Int64) {
    let end = now + services[slot].failures.next()
    services[slot].phase = .pausing(until: end)
    nextDeadline = min(nextDeadline, end)
  }

  mutating func findNextDeadline() {
    nextDeadline = reportDeadline
    for slot in services.indices {
      switch services[slot].phase {
      case .pausing(let end): nextDeadline = min(nextDeadline, end)
      case .settling(let settling): nextDeadline = min(nextDeadline, settling.deadline)
      case .blocked, .starting, .running, .leaving, .gone: break
      }
    }
  }
}

extension WaitStatus {
  /// Whether a `runsv` has ended so because it could not begin.
  fileprivate var isRefusal: Bool {
    if case .exited = ending { !isSuccess } else { false }
  }
}
