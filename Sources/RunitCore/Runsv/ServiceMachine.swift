/// One service, or its logger, as a state machine: what happens goes in, what is to be done comes out.
///
/// It knows no clock, no file and no process but what events tell. Its state is an ``Activity`` (what exists) and a
/// ``Want`` (what the operator asked for):
///
///     down ──start──▶ waiting ──met──▶ preparing ──▶ running ──ended──▶ finishing ──ended──▶ down
///      ▲                (dependencies)   (control/u)    │                                    │ wanted up
///      │                                                └──exit 0, one-shot──▶ done          ├──▶ waiting
///      └──────────────────────────────── pausing ◀──────────────── life too short ───────────┘
///
/// The logger has no dependencies, no scripts and no `./finish`; otherwise the two are alike.
package struct ServiceMachine: Sendable {
  package enum Role: Sendable {
    case service
    case log
  }

  /// What exists of the service.
  package enum Activity: Equatable, Sendable {
    /// Nothing, until somebody asks for it.
    case down
    /// Nothing; `./run` starts when the pause is over.
    case pausing
    /// Nothing; `./run` starts when the dependencies are ready.
    case waiting
    /// `control/u` runs, then `./run`.
    case preparing
    /// `./run` runs.
    case running
    /// `./finish` runs, or is about to.
    case finishing
    /// A one-shot has done its work.
    case done
    /// `./run` is not started any more.
    case failed(Failure)
  }

  /// What is known about the readiness of a running service.
  package enum Readiness: Equatable, Sendable {
    /// Nobody asks: it is as good as ready.
    case untracked
    case pending
    case ready(since: TAI64N)
  }

  /// Why the process is being stopped.
  struct StopReasons: OptionSet, Sendable {
    let rawValue: UInt8
    /// To be started again: `t`.
    static let restart = StopReasons(rawValue: 1)
    /// To stay away, for now or for good: `d`, `x`, a dependency that exits. Gets CONT as well.
    static let down = StopReasons(rawValue: 2)
    /// Its checks fail.
    static let unhealthy = StopReasons(rawValue: 4)
    /// The operator sent KILL.
    static let killed = StopReasons(rawValue: 8)

    /// Those that get the down-signal, and CONT after it.
    static let forGood = StopReasons(rawValue: down.rawValue | unhealthy.rawValue)
  }

  package let role: Role
  package internal(set) var activity = Activity.down
  package internal(set) var want: Want
  /// The process of `./run` or `./finish`; 0 when there is none.
  package internal(set) var process: Int32 = 0
  package internal(set) var isPaused = false
  package internal(set) var gotTerm = false
  /// The operator asked for one life.
  package internal(set) var isOnce = false
  /// ``want`` is the operator's: the file `down` says nothing any more.
  package internal(set) var isOrdered = false
  /// When `./run` started, or when the service became down.
  package internal(set) var since: TAI64N
  package internal(set) var readiness = Readiness.untracked
  package internal(set) var parameters = ServiceParameters()
  /// Starts of `./run` so far.
  package internal(set) var starts: UInt64 = 0
  /// A process that may be the service's, while that keeps it from being started; else 0.
  package internal(set) var doubtfulProcess: Int32 = 0
  package internal(set) var lastDeath: (death: Death, at: TAI64N)?
  /// What `runsv` exits with when the service is gone.
  package internal(set) var exitCode: Int32 = 0

  var timers = Timers()
  var policy = RestartPolicy()
  /// Monotonic nanoseconds at the start of `./run`.
  var startedAt: Int64 = 0
  /// How `./run` ended, for `./finish`.
  var death = Death.unknown
  var stopReasons = StopReasons()
  /// The reasons for which `control/t` is being asked now.
  var askedReasons = StopReasons()
  /// The commands whose scripts run now.
  var scripts = CommandSet()
  /// Those of them that were asked about an earlier life, and say nothing about this one.
  var formerScripts = CommandSet()
  /// It goes, or gives way to a dependency that goes, as soon as nobody depends on it any more. Also when nothing runs:
  /// its dependents may have outlived it.
  package internal(set) var awaitsDependents = false
  /// ``want`` is exit, and no command takes that back: the whole tree stops, or waits for this exit.
  var isExitFinal = false
  /// It gives way to a dependency that exits, and then waits for its return.
  var yields = false
  /// How often in a row `./run` could not be executed, or 0.
  var refusals: UInt32 = 0
  /// Failures of `./check` in a row.
  var failedChecks: UInt32 = 0
  /// The pause between two checks while the service is not ready.
  var checkPauseMilliseconds: UInt32 = 0
  var isChecking = false
  /// The log's input ends with the service.
  var drains = false
  /// A logger that drains may be started once more, if it has ended before its input.
  var mayStartToDrain = false

  package init(_ role: Role, want: Want, at moment: Moment) {
    self.role = role
    self.want = want
    since = moment.wall
  }

  /// The next moment at which ``Event/timeReached`` is due.
  package var deadline: Deadline { timers.next }

  /// Whether nothing of the service is left and nothing shall come: `runsv` may go.
  package var isGone: Bool {
    guard want == .exit, process == 0, scripts.isEmpty, !awaitsDependents else { return false }
    switch activity {
    case .down, .failed: return true
    case .pausing, .waiting, .preparing, .running, .finishing, .done: return false
    }
  }

  /// Takes note of what has happened and returns what is to be done about it.
  @inline(never)  // an event that stays where it lies need not be taken apart
  package mutating func handle(_ event: Event, at moment: Moment) -> EffectList {
    var effects = EffectList()
    switch event {
    case .begin: begin(&effects)
    case .inherited(let inheritance, let parameters): inherit(inheritance, parameters, &effects)
    case .doubted(let process): doubt(process, &effects)
    case .control(let command): obey(command, at: moment, &effects)
    case .exitOrdered:
      isExitFinal = role == .service
      exit(&effects)
    case .scriptEnded(let command, let handled): scriptEnded(command, handled: handled, at: moment, &effects)
    case .dependencies(let state): dependenciesChanged(state, at: moment, &effects)
    case .dependencyExits: yield(&effects)
    case .dependentsGone: dependentsGone(at: moment, &effects)
    case .started(let process, let parameters): started(process, parameters, at: moment, &effects)
    case .startRefused(let process, let parameters): startRefused(process, parameters, at: moment, &effects)
    case .adopted(let process, let since, let readySince, let isPaused, let gotTerm, let parameters):
      guard activity == .down else { break }
      adopted(process, since: since, readySince: readySince, parameters, at: moment, &effects)
      goOn(isPaused: isPaused, gotTerm: gotTerm, at: moment)
    case .finishAdopted(let process, let parameters): finishAdopted(process, parameters, at: moment, &effects)
    case .finishStarted(let process): finishStarted(process, at: moment, &effects)
    case .finishMissing: if activity == .finishing { settle(at: moment, &effects) }
    case .logAttached: logAttached(&effects)
    case .forkFailed: forkFailed(at: moment)
    case .ended(let death): ended(death, at: moment, &effects)
    case .ready: becomeReady(at: moment, &effects)
    case .checkEnded(let succeeded): checkEnded(succeeded, at: moment, &effects)
    case .checkSkipped: checkSkipped(at: moment)
    case .drain: drain(at: moment, &effects)
    case .inputLeft: inputLeft(at: moment, &effects)
    case .timeReached: timeReached(at: moment, &effects)
    }
    return effects
  }
}
