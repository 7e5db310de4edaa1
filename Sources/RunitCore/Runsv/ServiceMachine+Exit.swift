// How a service leaves: after those that depend on it, and before its logger.
extension ServiceMachine {
  /// How long a logger may go on when its service is gone, before it is asked to end, and then before it is killed.
  static let drainMilliseconds: UInt32 = 10_000
  private static let drainKillMilliseconds: UInt32 = 5_000

  /// A dependency goes: this service goes before it, and comes back after it.
  mutating func yield(_ effects: inout EffectList) {
    guard role == .service else { return }
    switch activity {
    case .running, .done:
      guard !yields, !stopReasons.contains(.down) else { return }
      yields = true
      guard want != .exit else { return }
      awaitsDependents = true
      effects.append(.publish)
      effects.append(.awaitDependents)
    case .preparing: start(&effects)
    case .down, .pausing, .waiting, .finishing, .failed: break
    }
  }

  mutating func dependentsGone(at moment: Moment, _ effects: inout EffectList) {
    guard awaitsDependents else { return }
    awaitsDependents = false
    switch activity {
    case .running: stop(.down, at: moment, &effects)
    case .done: undo(&effects)
    case .down, .pausing, .waiting, .preparing, .finishing, .failed: effects.append(.publish)
    }
  }

  /// The logger of a service that is gone reads what is left, and is not started again when it has read all.
  mutating func drain(at moment: Moment, _ effects: inout EffectList) {
    guard role == .log, !drains else { return }
    drains = true
    mayStartToDrain = want == .up
    want = .exit
    if activity != .running { activity = .down }
    timers.restart = .never
    timers.fork = .never
    timers.drain = Deadline(moment, plusMilliseconds: Self.drainMilliseconds)
    effects.append(.publish)
  }

  /// Something is left of the input of a logger that was between two runs when its service went, or has ended since.
  mutating func inputLeft(at moment: Moment, _ effects: inout EffectList) {
    guard mayStartToDrain, activity == .down else { return }
    mayStartToDrain = false
    timers.drain = Deadline(moment, plusMilliseconds: Self.drainMilliseconds)
    activity = .preparing
    effects.append(.startRun)
  }

  mutating func drainTimeReached(at moment: Moment, _ effects: inout EffectList) {
    timers.drain = .never
    mayStartToDrain = false
    if activity == .preparing {
      activity = .down
      timers.fork = .never
      effects.append(.report(.logDoesNotStart))
    }
    guard activity == .running else { return }
    guard !gotTerm else {
      effects.append(.signal(.kill))
      return
    }
    timers.drain = Deadline(moment, plusMilliseconds: Self.drainKillMilliseconds)
    effects.append(.report(.logDoesNotEnd))
    stop(.down, at: moment, &effects)
  }
}

extension ServiceMachine {
  /// Sees which deadlines have been reached.
  mutating func timeReached(at moment: Moment, _ effects: inout EffectList) {
    if timers.kill.isReached(at: moment) {
      timers.kill = .never
      if activity == .running { effects.append(.signal(.kill)) }
    }
    if timers.finish.isReached(at: moment) {
      timers.finish = .never
      if activity == .finishing { effects.append(.signal(.kill)) }
    }
    if let command = timers.scripts.firstReached(at: moment) {
      timers.scripts[command] = .never
      effects.append(.killScript(command))
    }
    if timers.drain.isReached(at: moment) { return drainTimeReached(at: moment, &effects) }
    if timers.cycle.isReached(at: moment) {
      timers.cycle = .never
      if activity == .waiting { return effects.append(.searchCycle) }
    }
    if timers.checkEnd.isReached(at: moment) {
      endCheck(&effects)
      return checkEnded(false, at: moment, &effects)
    }
    if timers.check.isReached(at: moment) { return startCheck(at: moment, &effects) }
    if timers.restart.isReached(at: moment) {
      timers.restart = .never
      if activity == .pausing { start(&effects) }
    } else if timers.fork.isReached(at: moment) {
      timers.fork = .never
      retryFork(&effects)
    }
  }

  mutating func forkFailed(at moment: Moment) {
    switch activity {
    case .preparing, .finishing: timers.fork = Deadline(moment, plusMilliseconds: Self.forkRetryMilliseconds)
    case .down, .pausing, .waiting, .running, .done, .failed: break
    }
  }

  private func retryFork(_ effects: inout EffectList) {
    switch activity {
    case .preparing: effects.append(.startRun)
    case .finishing: effects.append(.startFinish(death))
    case .down, .pausing, .waiting, .running, .done, .failed: break
    }
  }
}
