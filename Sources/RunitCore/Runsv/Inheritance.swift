/// What a `runsv` that was killed had been told of a service, and how far it had come: for the next one, within one boot.
package struct Inheritance: Equatable, Sendable {
  /// How far the service had come, where its next start does not show that anyway.
  package enum Reached: Equatable, Sendable {
    case nothing
    /// A one-shot has done its work.
    case done
    case failed(ServiceMachine.Failure)
  }

  /// `nil` when the operator has not said: the file `down` does.
  package var isWantedUp: Bool?
  /// The run that the operator asked for by ``ControlCommand/once`` is still to come, or goes on.
  package var isOnce: Bool
  package var reached = Reached.nothing
  /// When the service became down, or done; `nil` when it was not.
  package var downSince: TAI64N?
  package var lastExit: ServiceDetail.LastExit?
  package var lastExitAt: TAI64N?

  package init(isWantedUp: Bool?, isOnce: Bool = false) {
    self.isWantedUp = isWantedUp
    self.isOnce = isOnce
  }

  /// What a former `runsv` says of a service whose process lives; `nil` when it was told to exit.
  ///
  /// - Parameter status: what `supervise/status` says of that process, if it does.
  package init?(ofRunning detail: ServiceDetail, _ status: ServiceStatus?) {
    guard let want = Self.want(detail) else { return nil }
    isWantedUp = want.isUp ?? (status?.isWantedDown == true ? false : nil)
    isOnce = want.isOnce
    lastExit = detail.lastExit
    lastExitAt = detail.lastExitAt
  }

  /// What it says of a service that has no process; `nil` when it was told to exit, or another program wrote the status.
  package init?(of detail: ServiceDetail, _ status: ServiceStatus) {
    let isAhead = Self.isAhead(detail, of: status)
    guard let want = Self.want(detail),
      isAhead || status.processID == detail.processID && (want.isUp ?? status.isWantedUp) == status.isWantedUp
    else { return nil }
    isWantedUp = want.isUp
    isOnce = want.isOnce && detail.processID == 0  // a process that is gone was the one run
    lastExit = detail.lastExit
    lastExitAt = detail.lastExitAt
    guard detail.processID == 0, isAhead || status.state == .down else { return }
    downSince = isAhead ? detail.lastExitAt : status.since
    switch detail.phase {
    case .done where isWantedUp != false || isOnce: reached = .done
    case .failed: if let failure = ServiceMachine.Failure(reason: detail.reason.span) { reached = .failed(failure) }
    case .down, .waiting, .starting, .up, .ready, .exiting, .stopping, .finish, .done: break
    }
  }

  /// Whether `runsv` was killed between the two files, of which detail is the first: it tells of the end of the process that
  /// status names. The status of another `runsv`, which came later, names a process that started after that end.
  private static func isAhead(_ detail: ServiceDetail, of status: ServiceStatus) -> Bool {
    guard detail.processID == 0, status.processID != 0, let end = detail.lastExitAt else { return false }
    return (end.seconds, end.nanoseconds) >= (status.since.seconds, status.since.nanoseconds)
  }

  /// `nil` for the command to exit.
  private static func want(_ detail: ServiceDetail) -> (isUp: Bool?, isOnce: Bool)? {
    switch detail.want {
    case .up: (true, false)
    case .down: (false, false)
    case .once: (false, true)
    case .exit: nil
    case nil: (nil, false)
    }
  }

  /// A process came after what this is of, and has ended: only what was wanted still counts.
  package mutating func forgetProgress() {
    reached = .nothing
    isOnce = false
  }
}

extension ServiceMachine {
  /// Begins where a former `runsv` was; ``Event/begin`` or ``Event/adopted(process:since:readySince:isPaused:gotTerm:_:)``
  /// follows.
  mutating func inherit(_ inheritance: Inheritance, _ parameters: ServiceParameters, _ effects: inout EffectList) {
    guard activity == .down, process == 0 else { return }
    if let isWantedUp = inheritance.isWantedUp {
      want = isWantedUp ? .up : .down
      isOnce = inheritance.isOnce && !isWantedUp
      isOrdered = true
    }
    if let downSince = inheritance.downSince { since = downSince }
    if let lastExit = inheritance.lastExit { lastDeath = (Death(lastExit), inheritance.lastExitAt ?? since) }
    effects.append(.publish)
    switch inheritance.reached {
    case .nothing: break
    case .done:
      guard parameters.isOneShot else { return }  // it is another kind of service by now
      self.parameters = parameters
      death = .status(WaitStatus(exitCode: 0))
      activity = .done
      effects.append(.checkDependencies)  // held until the work is undone
    case .failed(let failure):
      want = .down
      activity = .failed(failure)
    }
  }
}

extension Death {
  init(_ exit: ServiceDetail.LastExit) {
    switch exit {
    case .exited(let code): self = .status(WaitStatus(exitCode: code))
    case .signalled(let number): self = .status(WaitStatus(rawValue: Int32(number)))
    case .unknown: self = .unknown
    }
  }
}
