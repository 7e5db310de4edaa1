/// Whether a service is ready, as far as its `runsv` keeps track of that.
package enum Readiness: Equatable, Sendable {
  /// It runs, and nobody knows more.
  case untracked
  case awaited
  case ready(since: TAI64N)
  /// A one-shot has done its work.
  case done

  /// What `detail` adds to `status`; a detail that was written for another process says nothing.
  package init(_ status: ServiceStatus, _ detail: ServiceDetail) {
    self = .untracked
    guard detail.processID == status.processID else { return }
    switch (status.state, detail.phase) {
    case (.run, .starting): self = .awaited
    case (.run, .ready): if let since = detail.readySince { self = .ready(since: since) }
    case (.down, .done): self = .done
    default: break
    }
  }
}

extension ServiceStatus {
  /// Whether a service has come as far as it is wanted: ready, as far as that is known, done, or not wanted up.
  ///
  /// `detail` is what its `runsv` adds; runit's own adds nothing.
  package func isSettled(_ detail: ServiceDetail?) -> Bool {
    guard isWantedUp else { return true }
    let readiness = detail.map { Readiness(self, $0) } ?? .untracked
    switch state {
    case .run: return readiness != .awaited && !gotTerm
    case .down: return readiness == .done
    case .finish, nil: return false
    }
  }
}
