/// When a command has had its effect on a service.
package struct WaitCondition: Sendable {
  /// From the least to the most that is known.
  package enum Answer: UInt8, Comparable, Sendable {
    case pending
    /// The process has to pass its ``Probation``, and then the service's own `./check` has the last word.
    case metIfAvailable
    /// The process has to pass its ``Probation``.
    case metIfItLasts
    case met

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  private let command: SvCommand
  /// How the service was just before the command was given to it.
  private let before: ServiceStatus

  package init(_ command: SvCommand, before: ServiceStatus) {
    self.command = command
    self.before = before
  }

  /// Whether the answer about a service in `status` depends on more than that and its readiness.
  package func needsDetail(_ status: ServiceStatus) -> Bool {
    guard before.isWantedDown || status.isWantedDown else { return false }
    return switch command.action {
    case .status, .wait(.supervised), .wait(.down), .wait(.done): false
    case .check, .wait(.up), .wait(.ready): true
    case .control: !(command.control == "d" || command.control == "x")
    }
  }

  /// Whether the command has had its effect on a service that is now in `status`.
  ///
  /// `detail` is what its `runsv` adds to that; `nil` when it adds nothing, or ``needsDetail(_:)`` says no.
  package func answer(
    _ status: ServiceStatus, _ readiness: Readiness = .untracked, _ detail: ServiceDetail? = nil
  ) -> Answer {
    switch command.action {
    case .status: return .met
    case .check: return status.isWantedDown ? .down(status) : up(status, readiness, detail)
    case .wait(let goal): return arrival(at: goal, status, readiness, detail)
    case .control:
      let letters = command.control.span
      var answer = Answer.met
      for index in letters.indices {
        guard let letter = ControlCommand(byte: letters[index]) else { continue }
        answer = min(answer, effect(of: letter, status, readiness, detail))
      }
      return answer
    }
  }

  private func arrival(
    at goal: SvCommand.Goal, _ status: ServiceStatus, _ readiness: Readiness, _ detail: ServiceDetail?
  ) -> Answer {
    switch goal {
    case .supervised: return .met
    case .up: return runs(status, detail) ? .lasting(readiness) : .pending
    case .ready: return readiness == .done || runs(status, detail) ? .available(readiness) : .pending
    case .down: return .down(status)
    case .done: return readiness == .done ? .met : .pending
    }
  }

  private func effect(
    of letter: ControlCommand, _ status: ServiceStatus, _ readiness: Readiness, _ detail: ServiceDetail?
  ) -> Answer {
    let hasProcess = status.processID != 0
    // The whole stamp and the process are compared: within one second a service may well have been restarted.
    let isAnotherLife = status.since != before.since || status.processID != before.processID
    switch letter {
    case .up: return up(status, readiness, detail)
    case .down: return .down(status)
    case .once:
      if !hasProcess, status.state == .down { return isAnotherLife && succeeded(detail) ? .met : .pending }
      guard readiness != .awaited, status.isWantedDown, runs(status, nil) else { return .pending }
      return .lasting(readiness)
    case .terminate, .kill:
      if readiness == .done { return isAnotherLife ? .met : .pending }
      if !hasProcess && status.isWantedDown { return .met }
      return isAnotherLife && runs(status, detail) ? .available(readiness) : .pending
    case .pause: return !hasProcess || status.isPaused ? .met : .pending
    case .resume: return !hasProcess || !status.isPaused ? .met : .pending
    // Only the end of runsv is that, which no status tells of.
    case .exit: return .pending
    // Nobody can see whether a daemon has read a signal.
    case .hangUp, .alarm, .interrupt, .quit, .user1, .user2: return .met
    }
  }

  /// A want that is not yet `u` is that of before the command: it stands there until runsv has read it.
  private func up(_ status: ServiceStatus, _ readiness: Readiness, _ detail: ServiceDetail?) -> Answer {
    if readiness == .done { return .met }
    return status.isWantedUp && runs(status, detail) ? .available(readiness) : .pending
  }

  /// Whether `./run` runs, and was not told to end: its successor is waited for then.
  private func runs(_ status: ServiceStatus, _ detail: ServiceDetail?) -> Bool {
    guard status.processID != 0, status.state == .run, !status.gotTerm else { return false }
    // Before the signal a script in control/ is asked, of which the status says nothing.
    guard let detail else { return true }
    return detail.phase != .stopping || detail.processID != status.processID
  }

  /// Whether a run that has ended did so well, for all we know.
  private func succeeded(_ detail: ServiceDetail?) -> Bool {
    detail?.lastExit.map { $0 == .exited(code: 0) } ?? true
  }
}

extension WaitCondition.Answer {
  fileprivate static func down(_ status: ServiceStatus) -> Self {
    status.processID == 0 && status.state == .down && !status.isWantedUp ? .met : .pending
  }

  fileprivate static func lasting(_ readiness: Readiness) -> Self {
    switch readiness {
    case .untracked, .awaited: .metIfItLasts
    case .ready, .done: .met
    }
  }

  fileprivate static func available(_ readiness: Readiness) -> Self {
    switch readiness {
    case .untracked: .metIfAvailable
    case .awaited: .pending
    // runsv has made sure of it, if need be by running ./check itself.
    case .ready, .done: .met
    }
  }
}
