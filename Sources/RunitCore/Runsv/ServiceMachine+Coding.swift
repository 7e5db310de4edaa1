// What an upgrade in place hands over: all of it. A stored property that is missing here shows in the tests.
extension ServiceMachine {
  package mutating func code(with coder: inout StateCoder) {
    codeState(with: &coder)
    parameters.code(with: &coder)
    timers.code(with: &coder)
    policy.code(with: &coder)
    codeProgress(with: &coder)
  }

  /// What the state files say.
  private mutating func codeState(with coder: inout StateCoder) {
    coder.code(&activity.code)
    coder.code(&want)
    coder.code(&process)
    coder.code(&isPaused)
    coder.code(&gotTerm)
    coder.code(&isOnce)
    coder.code(&isOrdered)
    coder.code(&since)
    readiness.code(with: &coder)
    var starts = Int64(starts)
    coder.code(&starts, in: 0...Int64.max - 1)
    self.starts = UInt64(starts)
    coder.code(&exitCode)
    var hasDied = lastDeath != nil
    var (death, at) = lastDeath ?? (.unknown, since)
    coder.code(&hasDied)
    coder.code(&death.status)
    coder.code(&at)
    lastDeath = hasDied ? (death, at) : nil
  }

  /// What is under way.
  private mutating func codeProgress(with coder: inout StateCoder) {
    coder.code(&startedAt, in: 0...Int64.max)
    coder.code(&death.status)
    coder.code(&stopReasons)
    coder.code(&askedReasons)
    coder.code(&scripts.rawValue)
    coder.code(&formerScripts.rawValue)
    coder.code(&awaitsDependents)
    coder.code(&isExitFinal)
    coder.code(&yields)
    coder.code(&refusals)
    coder.code(&doubtfulProcess)
    coder.code(&failedChecks)
    coder.code(&checkPauseMilliseconds)
    coder.code(&isChecking)
    coder.code(&drains)
    coder.code(&mayStartToDrain)
  }
}

extension ServiceMachine.Activity {
  /// A number of its own for each; `nil` is none.
  fileprivate var code: Code {
    get {
      switch self {
      case .down: .down
      case .pausing: .pausing
      case .waiting: .waiting
      case .preparing: .preparing
      case .running: .running
      case .finishing: .finishing
      case .done: .done
      case .failed(.restartLimit): .restartLimit
      case .failed(.finishGaveUp): .finishGaveUp
      case .failed(.dependencyCycle): .dependencyCycle
      case .failed(.doubtfulProcess): .doubtfulProcess
      }
    }
    set {
      switch newValue {
      case .down: self = .down
      case .pausing: self = .pausing
      case .waiting: self = .waiting
      case .preparing: self = .preparing
      case .running: self = .running
      case .finishing: self = .finishing
      case .done: self = .done
      case .restartLimit: self = .failed(.restartLimit)
      case .finishGaveUp: self = .failed(.finishGaveUp)
      case .dependencyCycle: self = .failed(.dependencyCycle)
      case .doubtfulProcess: self = .failed(.doubtfulProcess)
      }
    }
  }

  fileprivate enum Code: UInt8 {
    case down, pausing, waiting, preparing, running, finishing, done
    case restartLimit, finishGaveUp, dependencyCycle, doubtfulProcess
  }
}

extension ServiceMachine.Readiness {
  private enum Code: UInt8 {
    case untracked, pending, ready
  }

  fileprivate mutating func code(with coder: inout StateCoder) {
    var (code, readySince): (Code, TAI64N) =
      switch self {
      case .untracked: (.untracked, TAI64N(seconds: 0, nanoseconds: 0))
      case .pending: (.pending, TAI64N(seconds: 0, nanoseconds: 0))
      case .ready(let since): (.ready, since)
      }
    coder.code(&code)
    coder.code(&readySince)
    switch code {
    case .untracked: self = .untracked
    case .pending: self = .pending
    case .ready: self = .ready(since: readySince)
    }
  }
}

extension Death {
  /// The number of the kernel; `nil` when nobody knows.
  fileprivate var status: Int32? {
    get {
      switch self {
      case .status(let status): status.rawValue
      case .unknown: nil
      }
    }
    set { self = newValue.map { .status(WaitStatus(rawValue: $0)) } ?? .unknown }
  }
}
