extension ServiceMachine {
  /// How long a script in `control/` may take before it is killed and has handled nothing.
  static let scriptLimitMilliseconds: UInt32 = 30_000

  /// Carries out a byte of `supervise/control`.
  mutating func obey(_ command: ControlCommand, at moment: Moment, _ effects: inout EffectList) {
    switch command {
    case .up, .once, .down: isOrdered = true
    case .exit, .terminate, .kill, .pause, .resume, .hangUp, .alarm, .interrupt, .quit, .user1, .user2: break
    }
    switch command {
    case .up: up(&effects)
    case .once: once(&effects)
    case .down: down(at: moment, &effects)
    case .exit: exit(&effects)
    case .terminate: restart(at: moment, &effects)
    case .kill where activity == .finishing && process != 0: effects.append(.signal(.kill))
    case .resume where activity != .running:
      if isPaused {
        isPaused = false
        effects.append(.publish)
      }
    case .kill, .pause, .resume, .hangUp, .alarm, .interrupt, .quit, .user1, .user2:
      if activity == .running { runScript(command, at: moment, &effects) }
    }
  }

  private mutating func up(_ effects: inout EffectList) {
    guard !drains, !isExitFinal else { return }
    want = .up
    isOnce = false
    revokeExit()
    if !gotTerm, !scripts.contains(.terminate) { stopReasons.remove(.down) }
    effects.append(.publish)
    startIfIdle(&effects)
  }

  private mutating func once(_ effects: inout EffectList) {
    guard !drains, !isExitFinal else { return }
    want = .down
    isOnce = true
    revokeExit()
    effects.append(.publish)
    startIfIdle(&effects)
  }

  /// Starts what does not run; the operator's word is a new try for what had failed.
  private mutating func startIfIdle(_ effects: inout EffectList) {
    switch activity {
    case .failed:
      policy.forgive()
      start(&effects)
    case .down, .pausing, .waiting: start(&effects)
    case .preparing, .running, .finishing, .done: break
    }
  }

  private mutating func down(at moment: Moment, _ effects: inout EffectList) {
    if !drains, !isExitFinal { want = .down }
    isOnce = false
    cancelStart()
    effects.append(.publish)
    guard !isExitFinal || !awaitsDependents else { return }  // it goes after them anyway
    awaitsDependents = false
    switch activity {
    case .running: stop(.down, at: moment, &effects)
    case .done: undo(&effects)
    case .down: effects.append(.releaseDependencies)
    case .pausing, .waiting, .preparing, .finishing, .failed: break
    }
  }

  /// The log goes when its service goes, not before: `x` means nothing to it.
  mutating func exit(_ effects: inout EffectList) {
    guard role == .service else { return }
    want = .exit
    isOnce = false
    cancelStart()
    awaitsDependents = true
    effects.append(.publish)
    effects.append(.awaitDependents)
  }

  private mutating func restart(at moment: Moment, _ effects: inout EffectList) {
    switch activity {
    case .running: stop(.restart, at: moment, &effects)
    case .done: undo(&effects)
    case .down, .pausing, .waiting, .preparing, .finishing, .failed: break
    }
  }

  /// Takes back an exit that waits for its dependents. A dependency that goes is waiting for this service all the same.
  private mutating func revokeExit() {
    if !yields { awaitsDependents = false }
  }

  /// A start that has not come to `./run` does not come to it any more.
  private mutating func cancelStart() {
    switch activity {
    case .pausing, .waiting, .preparing:
      activity = .down
      timers.restart = .never
      timers.fork = .never
    case .down, .running, .finishing, .done, .failed: break
    }
  }

  /// Runs `./finish` as the undoing of a one-shot.
  mutating func undo(_ effects: inout EffectList) {
    activity = .finishing
    death = .status(WaitStatus(rawValue: 0))
    effects.append(.publish)
    effects.append(.startFinish(death))
  }
}

// Scripts in control/ come before the signal, and may take its place.
extension ServiceMachine {
  /// Begins to stop `./run`: `control/t` is asked first.
  mutating func stop(_ reason: StopReasons, at moment: Moment, _ effects: inout EffectList) {
    stopReasons.formUnion(reason)
    askedReasons.formUnion(reason)
    runScript(.terminate, at: moment, &effects)
  }

  /// Asks the script of a command; it can only run once at a time, and what it says then answers for all who asked.
  mutating func runScript(_ command: ControlCommand, at moment: Moment, _ effects: inout EffectList) {
    guard role == .service else { return scriptEnded(command, handled: false, at: moment, &effects) }
    guard !scripts.contains(command) else { return formerScripts.remove(command) }
    scripts.insert(command)
    timers.scripts[command] = Deadline(moment, plusMilliseconds: Self.scriptLimitMilliseconds)
    effects.append(.runScript(command))
  }

  mutating func scriptEnded(
    _ command: ControlCommand, handled: Bool, at moment: Moment, _ effects: inout EffectList
  ) {
    let isFormer = formerScripts.contains(command)
    formerScripts.remove(command)
    scripts.remove(command)
    timers.scripts[command] = .never
    switch (command, activity) {
    case (.up, .preparing): effects.append(.startRun)
    case (_, .running) where isFormer: break  // the process that it was about is gone
    case (.terminate, .running): terminate(handled: handled, at: moment, &effects)
    case (_, .running): carryOut(command, handled: handled, &effects)
    default: break
    }
  }

  /// Sends what a stop needs, unless `control/t` has seen to it. CONT follows in any case.
  private mutating func terminate(handled: Bool, at moment: Moment, _ effects: inout EffectList) {
    let reasons = askedReasons
    askedReasons = StopReasons()
    guard !reasons.isEmpty else { return }
    let isForGood = !reasons.isDisjoint(with: .forGood)
    if !handled {
      effects.append(.signal(isForGood ? parameters.downSignal : .terminate))
      gotTerm = true
      effects.append(.publish)
      if parameters.killTimeoutMilliseconds > 0, timers.kill == .never {
        timers.kill = Deadline(moment, plusMilliseconds: parameters.killTimeoutMilliseconds)
      }
    } else if !gotTerm {
      stopReasons.remove(.restart)  // a reload, perhaps: this life goes on
      stopReasons.remove(.unhealthy)
    }
    guard isForGood else { return }
    effects.append(.signal(.resume))
    if role == .service, reasons.contains(.down) {
      runScript(want == .exit ? .exit : .down, at: moment, &effects)
    }
  }

  /// Sends the signal of a command, unless its script has seen to it.
  private mutating func carryOut(_ command: ControlCommand, handled: Bool, _ effects: inout EffectList) {
    guard let signal = command.signal else { return }
    if !handled { effects.append(.signal(signal)) }
    switch command {
    case .pause:
      isPaused = true
      effects.append(.publish)
    case .resume:
      guard isPaused else { return }
      isPaused = false
      effects.append(.publish)
    case .kill: if !handled { stopReasons.insert(.killed) }
    default: break
    }
  }
}
