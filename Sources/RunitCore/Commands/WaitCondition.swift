/// When a command has had its effect on a service.
public struct WaitCondition: Sendable {
  public enum Answer: Equatable, Sendable {
    case pending
    /// As far as `runsv` can tell; the service's own `./check` has the last word.
    case metIfCheckSucceeds
    case met
  }

  private let command: SvCommand
  /// How the service was just before the command was given to it.
  private let before: ServiceStatus

  public init(_ command: SvCommand, before: ServiceStatus) {
    self.command = command
    self.before = before
  }

  /// Whether the command has had its effect on a service that is now in `status`.
  public func answer(_ status: ServiceStatus, _ readiness: Readiness = .untracked) -> Answer {
    switch command.action {
    case .status: return .met
    case .check: return status.isWantedDown ? .down(status) : .up(status, readiness)
    case .wait(let goal): return arrival(at: goal, status, readiness)
    case .control:
      let letters = command.control.span
      var answer = Answer.met
      for index in letters.indices {
        guard let letter = ControlCommand(byte: letters[index]) else { continue }
        answer = answer.and(effect(of: letter, status, readiness))
      }
      return answer
    }
  }

  private func arrival(at goal: SvCommand.Goal, _ status: ServiceStatus, _ readiness: Readiness) -> Answer {
    let isRunning = status.processID != 0 && status.state == .run
    return switch goal {
    case .supervised: .met
    case .up: isRunning ? .met : .pending
    case .ready: isRunning || readiness == .done ? .available(readiness) : .pending
    case .down: .down(status)
    case .done: readiness == .done ? .met : .pending
    }
  }

  private func effect(of letter: ControlCommand, _ status: ServiceStatus, _ readiness: Readiness) -> Answer {
    let isRunning = status.processID != 0
    // The whole stamp and the process are compared: within one second a service may well have been restarted.
    let isAnotherLife = status.since != before.since || status.processID != before.processID
    switch letter {
    case .up: return .up(status, readiness)
    case .down: return .down(status)
    case .once:
      if !isRunning { return isAnotherLife ? .met : .pending }
      return status.isWantedDown && readiness != .awaited ? .met : .pending
    case .terminate, .kill:
      if readiness == .done { return isAnotherLife ? .met : .pending }
      if !isRunning && status.isWantedDown { return .met }
      return isRunning && isAnotherLife && !status.gotTerm ? .available(readiness) : .pending
    case .pause: return !isRunning || status.isPaused ? .met : .pending
    case .resume: return !isRunning || !status.isPaused ? .met : .pending
    // Only the end of runsv is that, which no status tells of.
    case .exit: return .pending
    // Nobody can see whether a daemon has read a signal.
    case .hangUp, .alarm, .interrupt, .quit, .user1, .user2: return .met
    }
  }
}

extension WaitCondition.Answer {
  fileprivate func and(_ other: Self) -> Self {
    if self == .pending || other == .pending { return .pending }
    return self == .met ? other : self
  }

  /// A want that is not yet `u` is that of before the command: it stands there until runsv has read it.
  fileprivate static func up(_ status: ServiceStatus, _ readiness: Readiness) -> Self {
    if readiness == .done { return .met }
    guard status.processID != 0, status.state == .run, status.isWantedUp else { return .pending }
    return available(readiness)
  }

  fileprivate static func down(_ status: ServiceStatus) -> Self {
    status.processID == 0 && status.state == .down && !status.isWantedUp ? .met : .pending
  }

  fileprivate static func available(_ readiness: Readiness) -> Self {
    switch readiness {
    case .untracked: .metIfCheckSucceeds
    case .awaited: .pending
    // runsv has made sure of it, if need be by running ./check itself.
    case .ready, .done: .met
    }
  }
}
