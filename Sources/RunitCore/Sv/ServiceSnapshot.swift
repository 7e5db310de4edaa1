/// All that could be learnt of a service at one moment.
package struct ServiceSnapshot: Sendable {
  package enum Supervision: Sendable {
    case supervised(ServiceStatus)
    /// There was a `runsv`, and it is gone.
    case notRunning
    /// There has never been one.
    case never
    /// The link leads nowhere, or to what is no directory.
    case broken
    /// We may not look.
    case denied
    /// `supervise/status` is not to be read, or not as it should be.
    case unreadable
    /// The directory is there for the taking, but not among the services.
    case disabled
  }

  package var supervision: Supervision
  package var detail: ServiceDetail?
  package var isNormallyUp = true

  package init(_ supervision: Supervision, detail: ServiceDetail? = nil, isNormallyUp: Bool = true) {
    self.supervision = supervision
    self.isNormallyUp = isNormallyUp
    // One that was left behind by a runsv of earlier says nothing of this life.
    if case .supervised(let status) = supervision, let detail, detail.processID == status.processID {
      self.detail = detail
    }
  }

  package var status: ServiceStatus? { if case .supervised(let status) = supervision { status } else { nil } }
}

extension ServiceSnapshot {
  /// How much attention a service deserves.
  package enum Mood: Sendable, Equatable {
    case good
    case bad
    /// Young, not ready, or on its way: wait and see.
    case unsettled
    /// As it is meant to be, and doing nothing.
    case idle
  }

  /// What state it is in, in one word of `supervise/detail` where there is one.
  package var word: Literal {
    switch supervision {
    case .supervised(let status):
      if status.isPaused, status.processID != 0 { return "paused" }
      if isRestarting { return "restarting" }
      if let detail { return detail.phase.text }
      switch status.state {
      case .run: return status.gotTerm ? "stopping" : "up"
      case .finish: return "finish"
      case .down: return "down"
      case nil: return "unknown"
      }
    case .notRunning: return "no runsv"
    case .never: return "new"
    case .broken: return "broken"
    case .denied: return "denied"
    case .unreadable: return "unknown"
    case .disabled: return "disabled"
    }
  }

  /// Whether it is wanted up and has ended, and nothing but time keeps it from being started again.
  private var isRestarting: Bool {
    guard let status, status.state == .down, status.isWantedUp else { return false }
    return detail.map { $0.phase == .down } ?? true
  }

  /// Services younger than this may yet turn out to be failing.
  private static var youngSeconds: UInt64 { 5 }

  package func mood(now: TAI64N) -> Mood {
    guard let status else {
      if case .disabled = supervision { return .idle }
      return .bad
    }
    if status.isPaused, status.processID != 0 { return .unsettled }
    switch detail?.phase {
    case .failed: return .bad
    case .done: return .good
    case .starting, .waiting, .stopping, .exiting: return .unsettled
    case .up, .ready, .down, .finish, nil: break
    }
    switch status.state {
    case .run: return status.isWantedDown || status.since.seconds(until: now) < Self.youngSeconds ? .unsettled : .good
    case .finish: return .unsettled
    // Down although it is wanted up is what a failing service is most of the time.
    case .down: return status.isWantedUp ? .bad : isNormallyUp ? .bad : .idle
    case nil: return .bad
    }
  }

  package var readiness: Readiness {
    guard let status, let detail else { return .untracked }
    return Readiness(status, detail)
  }
}
