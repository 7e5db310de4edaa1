extension ServiceMachine {
  /// The time between the start of `./run` and its first `./check`.
  static let firstCheckMilliseconds: UInt32 = 50

  mutating func beginReadiness(at moment: Moment) {
    failedChecks = 0
    checkPauseMilliseconds = Self.firstCheckMilliseconds
    if parameters.notificationDescriptor != nil {
      readiness = .pending
    } else if parameters.checkIntervalMilliseconds != nil {
      readiness = .pending
      timers.check = Deadline(moment, plusMilliseconds: checkPauseMilliseconds)
    } else {
      readiness = parameters.isOneShot ? .pending : .untracked  // its work is done when it has ended
    }
  }

  mutating func becomeReady(at moment: Moment, _ effects: inout EffectList) {
    guard activity == .running, readiness == .pending else { return }
    readiness = .ready(since: moment.wall)
    effects.append(.publish)
  }

  mutating func startCheck(at moment: Moment, _ effects: inout EffectList) {
    timers.check = .never
    guard activity == .running, !isChecking else { return }
    guard stopReasons.isEmpty else { return scheduleCheck(at: moment) }
    isChecking = true
    timers.checkEnd = Deadline(moment, plusMilliseconds: parameters.checkTimeoutMilliseconds)
    effects.append(.startCheck)
  }

  /// Kills the check that runs now. Its end is nobody's business any more, however long it takes to die.
  mutating func endCheck(_ effects: inout EffectList) {
    isChecking = false
    timers.checkEnd = .never
    effects.append(.killCheck)
  }

  mutating func checkEnded(_ succeeded: Bool, at moment: Moment, _ effects: inout EffectList) {
    isChecking = false
    timers.checkEnd = .never
    guard activity == .running else { return }
    if succeeded {
      failedChecks = 0
      becomeReady(at: moment, &effects)
    } else if readiness != .pending, stopReasons.isEmpty {
      failedChecks += 1
      if failedChecks >= parameters.checkFailures {
        readiness = .pending
        effects.append(.publish)
        return stop(.unhealthy, at: moment, &effects)
      }
    }
    scheduleCheck(at: moment)
  }

  /// Nothing is known, so that nothing changes until the next one.
  mutating func checkSkipped(at moment: Moment) {
    guard isChecking else { return }
    isChecking = false
    timers.checkEnd = .never
    if activity == .running { scheduleCheck(at: moment) }
  }

  /// Until the service is ready the pauses grow; from then on they are all alike.
  private mutating func scheduleCheck(at moment: Moment) {
    guard let interval = parameters.checkIntervalMilliseconds else { return }
    if readiness == .pending {
      checkPauseMilliseconds = checkPauseMilliseconds < interval / 2 ? 2 * checkPauseMilliseconds : interval
    } else {
      checkPauseMilliseconds = interval
    }
    timers.check = Deadline(moment, plusMilliseconds: checkPauseMilliseconds)
  }
}
