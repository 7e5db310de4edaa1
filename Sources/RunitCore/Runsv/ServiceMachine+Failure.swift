extension ServiceMachine {
  /// Why a service is not started any more.
  package enum Failure: Equatable, Sendable {
    case restartLimit
    /// `./finish` exited 125.
    case finishGaveUp
    case dependencyCycle
    /// A process may be the service's, left by a former `runsv`, or not: to start another could be one too many.
    case doubtfulProcess
  }
}

extension ServiceMachine.Failure {
  /// What `supervise/detail` gives as the reason.
  var reason: Literal {
    switch self {
    case .restartLimit: "restart-limit reached"
    case .finishGaveUp: "finish exited 125"
    case .dependencyCycle: "dependency cycle"
    case .doubtfulProcess: "a former runsv may have left this process of the service; end it, then use sv up: "
    }
  }

  /// The failure that lasts from one `runsv` to the next; `nil` for one that the next finds by itself.
  init?(reason: Span<UInt8>) {
    if reason.equals(Self.restartLimit.reason) {
      self = .restartLimit
    } else if reason.equals(Self.finishGaveUp.reason) {
      self = .finishGaveUp
    } else {
      return nil
    }
  }
}
