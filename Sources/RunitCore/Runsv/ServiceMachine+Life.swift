extension ServiceMachine {
  /// How long until the next try when the kernel had no process.
  static let forkRetryMilliseconds: UInt32 = 5_000
  /// How long to wait for dependencies before looking whether they wait for each other.
  static let cycleSearchMilliseconds: UInt32 = 500
  /// The longest pause between two tries of a `./run` that can't be executed.
  static let longestRefusalMilliseconds: UInt32 = 5_000
  /// s6's convention: a `./finish` that exits so wants no further start.
  private static let giveUpCode: UInt8 = 125

  mutating func begin(_ effects: inout EffectList) {
    guard activity == .down else { return }
    effects.append(.publish)
    if want == .up || isOnce { start(&effects) }
  }

  /// Goes towards `./run`.
  mutating func start(_ effects: inout EffectList) {
    timers.restart = .never
    timers.fork = .never
    guard role == .service else {
      activity = .preparing
      effects.append(.startRun)
      return
    }
    activity = .waiting
    timers.cycle = .never
    effects.append(.checkDependencies)
  }

  mutating func dependenciesChanged(_ state: DependencyState, at moment: Moment, _ effects: inout EffectList) {
    guard activity == .waiting else { return }
    switch state {
    case .met:
      timers.cycle = .never
      activity = .preparing
      runScript(.up, at: moment, &effects)
    case .unmet:
      if timers.cycle == .never {
        timers.cycle = Deadline(moment, plusMilliseconds: Self.cycleSearchMilliseconds)
      }
      effects.append(.publish)
    case .cycle:
      fail(.dependencyCycle, &effects)
      effects.append(.releaseDependencies)
    }
  }

  /// Goes on with a start, unless `control/u` is asked anew about it.
  mutating func logAttached(_ effects: inout EffectList) {
    if activity == .preparing, !scripts.contains(.up) { effects.append(.startRun) }
  }

  mutating func started(
    _ process: Int32, _ parameters: ServiceParameters, at moment: Moment, _ effects: inout EffectList
  ) {
    guard activity == .preparing else { return }
    starts += 1
    refusals = 0
    doubtfulProcess = 0
    run(process, parameters, since: moment.wall, at: moment, &effects)
  }

  mutating func startRefused(
    _ process: Int32, _ parameters: ServiceParameters, at moment: Moment, _ effects: inout EffectList
  ) {
    let refusalsBefore = refusals
    started(process, parameters, at: moment, &effects)
    refusals = refusalsBefore + 1
  }

  mutating func adopted(
    _ process: Int32, since: TAI64N, readySince: TAI64N?, _ parameters: ServiceParameters, at moment: Moment,
    _ effects: inout EffectList
  ) {
    run(process, parameters, since: since, at: moment, &effects)
    if let readySince, readiness == .pending { readiness = .ready(since: readySince) }
  }

  /// Goes on with an adopted process where a former `runsv` was: one that was to stop has its time limit anew.
  mutating func goOn(isPaused: Bool, gotTerm: Bool, at moment: Moment) {
    self.isPaused = isPaused
    guard gotTerm else { return }
    self.gotTerm = true
    stopReasons.insert(want == .up ? .restart : .down)
    guard parameters.killTimeoutMilliseconds > 0 else { return }
    timers.kill = Deadline(moment, plusMilliseconds: parameters.killTimeoutMilliseconds)
  }

  /// A process lives that may be the service's: where in doubt, there is no second one.
  mutating func doubt(_ process: Int32, _ effects: inout EffectList) {
    guard activity == .down || activity == .preparing else { return }
    doubtfulProcess = process
    fail(.doubtfulProcess, &effects)
    effects.append(.releaseDependencies)
  }

  mutating func finishAdopted(
    _ process: Int32, _ parameters: ServiceParameters, at moment: Moment, _ effects: inout EffectList
  ) {
    guard activity == .down else { return }
    activity = .finishing
    self.parameters = parameters
    startedAt = moment.monotonic
    finishStarted(process, at: moment, &effects)
  }

  private mutating func run(
    _ process: Int32, _ parameters: ServiceParameters, since: TAI64N, at moment: Moment,
    _ effects: inout EffectList
  ) {
    self.process = process
    self.parameters = parameters
    self.since = since
    startedAt = moment.monotonic
    activity = .running
    isPaused = false
    gotTerm = false
    stopReasons = StopReasons()
    askedReasons = StopReasons()
    beginReadiness(at: moment)
    effects.append(.publish)
  }

  mutating func finishStarted(_ process: Int32, at moment: Moment, _ effects: inout EffectList) {
    guard activity == .finishing else { return }
    self.process = process
    isPaused = false
    if parameters.finishTimeoutMilliseconds > 0 {
      timers.finish = Deadline(moment, plusMilliseconds: parameters.finishTimeoutMilliseconds)
    }
    effects.append(.publish)
  }

  mutating func ended(_ death: Death, at moment: Moment, _ effects: inout EffectList) {
    guard process != 0 else { return }
    process = 0
    timers.processEnded()
    switch activity {
    case .running: runEnded(death, at: moment, &effects)
    case .finishing:
      if parameters.restartLimit != nil, want == .up, death == .status(WaitStatus(exitCode: Self.giveUpCode)) {
        giveUp(.finishGaveUp, at: moment, &effects)
      } else {
        settle(at: moment, &effects)
      }
    case .down, .pausing, .waiting, .preparing, .done, .failed: break
    }
  }

  private mutating func runEnded(_ death: Death, at moment: Moment, _ effects: inout EffectList) {
    self.death = death
    lastDeath = (death, moment.wall)
    formerScripts = scripts
    gotTerm = false
    if isChecking { endCheck(&effects) }
    if parameters.isOneShot, death.isSuccess, want != .exit, stopReasons.isEmpty, want == .up || isOnce {
      activity = .done
      since = moment.wall
      effects.append(.publish)
      return
    }
    guard role == .service else { return settle(at: moment, &effects) }
    activity = .finishing
    effects.append(.publish)
    effects.append(.startFinish(death))
  }

  /// Nothing runs any more: the service is down, and perhaps comes up again.
  mutating func settle(at moment: Moment, _ effects: inout EffectList) {
    let wasDone = parameters.isOneShot && death.isSuccess && stopReasons.isEmpty
    let gaveWay = yields
    let wasAsked = !stopReasons.subtracting(.unhealthy).isEmpty || wasDone || gaveWay
    becomeDown(at: moment, &effects)
    guard want == .up else { return }
    guard !wasAsked else { return pauseOrStart(skipsPause: wasDone || gaveWay, at: moment, &effects) }
    if let limit = parameters.restartLimit {
      if policy.recordDeath(at: moment, limit) { return giveUp(.restartLimit, at: moment, &effects) }
    } else if parameters.isEssential {
      return endTree(&effects)
    }
    pauseOrStart(skipsPause: false, at: moment, &effects)
  }

  private mutating func becomeDown(at moment: Moment, _ effects: inout EffectList) {
    activity = .down
    since = moment.wall
    stopReasons = StopReasons()
    yields = false
    if want != .exit { awaitsDependents = false }
    readiness = .untracked
    isOnce = false
    effects.append(.publish)
    effects.append(.releaseDependencies)
  }

  private mutating func pauseOrStart(skipsPause: Bool, at moment: Moment, _ effects: inout EffectList) {
    var pause = skipsPause ? 0 : policy.pause(afterLife: moment.monotonic - startedAt, parameters.restartDelay)
    if refusals > 0 {
      pause = max(pause, min(Self.longestRefusalMilliseconds, 1_000 << min(refusals - 1, 3)))
    }
    guard pause > 0 else { return start(&effects) }
    activity = .pausing
    timers.restart = Deadline(moment, plusMilliseconds: pause)
  }

  private mutating func giveUp(_ failure: Failure, at moment: Moment, _ effects: inout EffectList) {
    if activity == .finishing { becomeDown(at: moment, &effects) }
    if parameters.isEssential { return endTree(&effects) }
    fail(failure, &effects)
  }

  mutating func fail(_ failure: Failure, _ effects: inout EffectList) {
    activity = .failed(failure)
    want = .down
    effects.append(.publish)
  }

  /// The tree can't do without this service: `runsv` says so by its exit code.
  private mutating func endTree(_ effects: inout EffectList) {
    want = .exit
    isExitFinal = true
    exitCode = Self.essentialEndedCode
    effects.append(.publish)
  }

  /// The exit code by which `runsv` tells `runsvdir` that an essential service has ended.
  package static let essentialEndedCode: Int32 = 100
}
