import RunitCore
import Unix

/// What signals ask for.
extension Logger {
  func takeSignals() throws(Failure) {
    let arrived = Arrivals(signals)
    if arrived.terminate {
      info("sigterm received.")
      isTerminated = true
    }
    if arrived.child {
      info("sigchild received.")
      reap()
    }
    if arrived.hangUp {
      info("sighangup received.")
      try reopen()
    }
    if arrived.alarm {
      info("sigalarm received.")
      for directory in directories { directory?.rotateAtLineEnd() }
    }
  }

  /// The signals that have come, each at least once.
  struct Arrivals {
    var terminate = false
    var hangUp = false
    var alarm = false
    var child = false

    init(_ signals: borrowing SignalDescriptor) {
      signals.drain { signal, _ in
        switch signal {
        case .terminate: terminate = true
        case .hangUp: hangUp = true
        case .alarm: alarm = true
        default: child = true
        }
      }
    }
  }

  func reap() {
    do throws(Errno) {
      while let ended = try Process.reap() {
        let status = WaitStatus(rawValue: ended.status)
        for directory in directories where directory?.processor?.process == ended.process {
          directory?.processorEnded(status)
        }
        for processor in orphans where processor.process == ended.process { _ = processor.finish(status) }
        orphans.removeAll { $0.process == ended.process }
      }
    } catch {
      // There are no children: nothing is left to be taken leave of.
    }
  }

  private func info(_ text: CString) { if options.isVerbose { voice.report(.info, Failure(text)) } }
}
