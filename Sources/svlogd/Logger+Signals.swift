import Console
import RunitCore
import Unix

/// What signals ask for.
extension Logger {
  /// What `svlogd` acts on.
  static var signals: SignalSet {
    var signals = SignalSet()
    for signal in [Signal.terminate, .hangUp, .alarm, .child] { signals.insert(signal) }
    return signals
  }

  /// Blocks the signals that we act on, and PIPE: that standard error has no reader is no reason to end.
  ///
  /// None of them is ignored any longer, whatever the parent did: an ignored one would not come, and processors would inherit
  /// it. One that ignores PIPE goes on when nothing reads what it writes.
  ///
  /// - Returns: the signals that processors have to block: those that were blocked before, but for PIPE.
  static func holdSignals() -> SignalSet {
    var held = signals
    held.insert(.brokenPipe)
    let outerMask = held.block().subtracting(held)
    for signal in [Signal.terminate, .hangUp, .alarm, .child, .brokenPipe] { signal.setIgnored(false) }
    return outerMask
  }

  /// Does what the signals that have come ask for, but for TERM.
  func act() throws(Failure) {
    if inbox.isTerminated { return info("sigterm received.") }
    if inbox.takeChild() {
      info("sigchild received.")
      reap()
    }
    if inbox.takeHangUp() {
      info("sighangup received.")
      try reopen()
    }
    if inbox.takeAlarm() {
      info("sigalarm received.")
      for directory in directories { directory?.rotateAtLineEnd() }
    }
  }

  func reap() {
    do throws(Errno) {
      while let ended = try Process.reap() {
        let status = WaitStatus(rawValue: ended.status)
        for directory in directories where directory?.processor?.process == ended.process {
          directory?.processorEnded(status)
        }
        for processor in orphans where processor.process == ended.process { _ = processor.finish(status, inbox) }
        orphans.removeAll { $0.process == ended.process }
      }
    } catch {
      // There are no children: nothing is left to be reaped.
    }
  }

  private func info(_ text: CString) { if options.isVerbose { voice.report(.info, Failure(text)) } }
}
