import RunitCore
import Unix

/// The directories, all together.
extension Logger {
  private static let retryPause = 5 * nanosecondsPerSecond

  /// Opens those that are not; says what is wrong with the others.
  ///
  /// - Throws: when none is open then.
  func openDirectories() throws(Failure) {
    try openDirectories(patiently: false)
  }

  /// `patiently` waits for what the kernel refuses as long as none is open, but not for one that is not there.
  private func openDirectories(patiently: Bool) throws(Failure) {
    var obstacle: Errno?
    for index in directories.indices where directories[index] == nil {
      do throws(Failure) {
        directories[index] = try LogDirectory.open(options.directories[index], options, outerMask)
      } catch {
        voice.report(.warning, error)
        if let reason = error.reason, !reason.isAbsence, reason != .wouldBlock { obstacle = reason }
      }
    }
    guard directories.contains(where: { $0 != nil }) else {
      guard patiently, let obstacle else { throw Failure("no functional log directories.") }
      LogDirectory.pause("no functional log directories", nil, obstacle)
      return try openDirectories(patiently: true)
    }
    scheduleRetry()
  }

  /// Tries quietly those that could not be opened: what is wrong with them was said.
  func retryMissing(at now: Int64) {
    guard let retryAt, retryAt <= now else { return }
    for index in directories.indices where directories[index] == nil {
      directories[index] = try? LogDirectory.open(options.directories[index], options, outerMask)
      directories[index]?.process()
    }
    scheduleRetry()
  }

  private func scheduleRetry() {
    let isComplete = directories.allSatisfy { $0 != nil }
    retryAt = isComplete ? nil : Clock.monotonic + Self.retryPause
  }

  /// Closes all directories and opens what has their names now. Processors work on: where the directory is still the
  /// same it learns how they end.
  func reopen() throws(Failure) {
    let former = directories
    for index in directories.indices {
      directories[index]?.close()
      directories[index] = nil
    }
    try openDirectories(patiently: true)
    for (index, old) in former.enumerated() {
      guard let old else { continue }
      if let heir = directories[index] {
        heir.continueLine(of: old)
      } else {
        old.reportDropped()
      }
      guard let processor = old.processor else { continue }
      if let heir = directories.first(where: { $0?.identity == old.identity }), let heir {
        heir.adopt(processor)
      } else {
        orphans.append(processor)
      }
    }
    for directory in directories { directory?.process() }
  }

  /// Closes all directories once their processors are through.
  ///
  /// A processor that fails is started again here too, but nobody needs to wait for it: a second TERM leaves its work
  /// to the next start.
  func close() {
    retryAt = nil  // nothing is opened any more
    for directory in directories { directory?.finish() }
    isTerminated = false
    while !isTerminated, directories.contains(where: { $0?.isProcessing == true }) {
      let now = Clock.monotonic
      for directory in directories { directory?.work(at: now) }
      var entries: InlineArray<2, PollEntry> = [.none, PollEntry(reading: signals.rawValue)]
      wait(&entries)
      let arrived = Arrivals(signals)
      if arrived.terminate { isTerminated = true }
      if arrived.child { reap() }
    }
    for directory in directories { directory?.close() }
  }
}
