extension ServiceMachine {
  /// The time between the start of `./run` and its first `./check`.
  static let firstCheckMilliseconds: UInt32 = 50

  mutating func beginReadiness(at moment: Moment) {
    failedChecks = 0
    isChecking = false
    checkPauseMilliseconds = Self.firstCheckMilliseconds
    if parameters.notificationDescriptor != nil {
      readiness = .pending
    } else if parameters.checkIntervalMilliseconds != nil {
      readiness = .pending
      timers.check = Deadline(moment, plusMilliseconds: checkPauseMilliseconds)
    } else {
      // Work that is to be done once is not ready before it is done.
      readiness = parameters.isOneShot ? .pending : .untracked
    }
  }

  mutating func becomeReady(at moment: Moment, _ effects: inout EffectList) {
    guard activity == .running, readiness == .pending else { return }
    readiness = .ready(since: moment.wall)
    effects.append(.publish)
  }

  mutating func startCheck(at moment: Moment, _ effects: inout EffectList) {
    timers.check = .never
    guard activity == .running, stopReasons.isEmpty, !isChecking else { return }
    isChecking = true
    timers.checkEnd = Deadline(moment, plusMilliseconds: parameters.checkTimeoutMilliseconds)
    effects.append(.startCheck)
  }

  mutating func checkEnded(_ succeeded: Bool, at moment: Moment, _ effects: inout EffectList) {
    isChecking = false
    timers.checkEnd = .never
    guard activity == .running, let interval = parameters.checkIntervalMilliseconds else { return }
    if succeeded {
      failedChecks = 0
      becomeReady(at: moment, &effects)
    } else if readiness != .pending {
      failedChecks += 1
      if failedChecks >= parameters.checkFailures {
        readiness = .pending
        effects.append(.publish)
        return stop(.unhealthy, at: moment, &effects)
      }
    }
    let isReady = readiness != .pending
    if !isReady { checkPauseMilliseconds = min(interval, checkPauseMilliseconds &* 2) }
    timers.check = Deadline(moment, plusMilliseconds: isReady ? interval : checkPauseMilliseconds)
  }
}
