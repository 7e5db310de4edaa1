// What the state files say.
extension ServiceMachine {
  /// The state as runit knows it.
  package var state: ServiceState {
    switch activity {
    case .down, .pausing, .waiting, .preparing, .done, .failed: .down
    case .running: .run
    case .finishing: .finish
    }
  }

  /// The content of `supervise/status`.
  package var status: ServiceStatus {
    ServiceStatus(
      since: since, processID: UInt32(bitPattern: process), isPaused: isPaused, want: want.byte, gotTerm: gotTerm,
      state: state)
  }

  /// Writes the content of `supervise/stat`.
  package func writeStat<let capacity: Int>(to text: inout TextBuffer<capacity>) {
    text.append(state.text)
    if isPaused { text.append(", paused") }
    if gotTerm { text.append(", got TERM") }
    if state != .down {
      switch want {
      case .up: break
      case .down: text.append(", want down")
      case .exit: text.append(", want exit")
      }
    }
    text.append("\n")
  }

  /// Where the service stands, in more words than runit has.
  package var phase: ServiceDetail.Phase {
    if awaitsDependents { return .exiting }
    switch activity {
    case .down, .pausing, .preparing: return .down
    case .waiting: return .waiting
    case .running: return runningPhase
    case .finishing: return .finish
    case .done: return .done
    case .failed: return .failed
    }
  }

  private var runningPhase: ServiceDetail.Phase {
    if gotTerm || !stopReasons.isEmpty { return .stopping }
    switch readiness {
    case .untracked: return .up
    case .pending: return .starting
    case .ready: return .ready
    }
  }

  /// The content of `supervise/detail`, as far as the machine knows it.
  package var detail: ServiceDetail {
    var detail = ServiceDetail(phase: phase)
    detail.processID = UInt32(bitPattern: process)
    if activity == .running, case .ready(let since) = readiness { detail.readySince = since }
    detail.starts = starts
    detail.exitCode = UInt8(truncatingIfNeeded: exitCode)
    if let lastDeath {
      detail.lastExit = ServiceDetail.LastExit(lastDeath.death)
      detail.lastExitAt = lastDeath.at
    }
    if case .failed(let failure) = activity {
      detail.reason.append(failure.reason)
      if failure == .doubtfulProcess { detail.reason.append(decimal: UInt64(UInt32(bitPattern: doubtfulProcess))) }
    }
    switch want {
    case .up: detail.want = isOrdered ? .up : nil
    case .down: detail.want = isOrdered ? (isOnce ? .once : .down) : nil
    case .exit: detail.want = .exit
    }
    return detail
  }
}

extension ServiceDetail.LastExit {
  init(_ death: Death) {
    switch death {
    case .unknown: self = .unknown
    case .status(let status): self.init(status)
    }
  }
}
