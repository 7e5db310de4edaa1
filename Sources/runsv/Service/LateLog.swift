import Console
import RunitCore
import Unix

/// A logger whose directory `log` was not there when supervision began. It is attached at the next start of `./run`,
/// which from then on writes into its pipe.
struct LateLog {
  /// Whether a start waits until the logger is there.
  var isAwaited = false
  /// Whether that start goes on without it.
  var isRefused = false
  var hasComplained = false
}

extension Service {
  /// Whether the start of `./run` has to wait for a logger. A directory without a `run` is not complete.
  mutating func mustAttachLog(
    _ entries: ServiceEntries, _ surroundings: borrowing Surroundings
  ) throws(Failure) -> Bool {
    guard surroundings.logOutput == nil, entries.mayContain(.log) else { return false }
    let isRefused = lateLog.isRefused
    lateLog.isRefused = false
    guard try isRefused ? false : isThere("log/run") else { return false }
    lateLog.isAwaited = true
    return true
  }
}

extension Supervisor {
  /// Attaches the logger that a start waits for, and lets that go on. The logger is started first, as at the beginning.
  @inline(never)
  mutating func attachLateLog() {
    guard service.lateLog.isAwaited else { return }
    service.lateLog.isAwaited = false
    do throws(Failure) {
      try attachLog()
      service.lateLog.hasComplained = false
    } catch {
      if !service.lateLog.hasComplained { surroundings.reporter.report(.warning, error) }
      service.lateLog.hasComplained = true
      // EAGAIN says that another runsv has the lock: this log directory is its, for as long as it runs.
      if let reason = error.reason, reason.isNoAnswer, reason != .wouldBlock {
        return service.deliver(.forkFailed, surroundings)
      }  // to be tried again
      service.lateLog.isRefused = true
    }
    service.deliver(.logAttached, surroundings)
  }

  private mutating func attachLog() throws(Failure) {
    let isWantedDown = try isThere("log/down")
    var log = Service(.log, surroundings.reporter)
    try log.takePossession(surroundings, isWantedDown: isWantedDown)
    surroundings.logPipe = try Self.openLogPipe(service: nil, log: log.orphanedProcess)
    log.takeOver(surroundings)
    log.publishAgain(surroundings)
    self.log = consume log
    isAnnounced = false
    announceLate()
    self.log?.deliver(.begin, surroundings)
  }
}
