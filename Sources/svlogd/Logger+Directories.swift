import Console
import RunitCore
import Unix

/// The directories, all together.
extension Logger {
  private static let retryPause = 5 * nanosecondsPerSecond

  /// Opens those that are not open, and waits for what the kernel is short of, until TERM: nothing is read meanwhile, and so no
  /// line lost. What is wrong with others is said.
  ///
  /// - Throws: when none is open then.
  func openDirectories(isReopening: Bool) throws(Failure) {
    while true {
      var obstacle: Failure?
      for index in directories.indices where directories[index] == nil {
        do throws(Failure) {
          directories[index] = try open(index)
        } catch {
          if !error.isShortage { voice.report(.warning, error) }
          if error.isShortage || isReopening && !error.isFinal { obstacle = error }
        }
      }
      guard let obstacle, let reason = obstacle.reason, obstacle.isShortage || !hasDirectory else { break }
      guard inbox.pause(obstacle.action, obstacle.object, reason), !inbox.isTerminated else { return }
    }
    guard hasDirectory else { throw Failure("no functional log directories.") }
    scheduleRetry()
  }

  private var hasDirectory: Bool { directories.contains { $0 != nil } }

  private func open(_ index: Int) throws(Failure) -> LogDirectory {
    try LogDirectory.open(options.directories[index], options, outerMask, inbox)
  }

  /// Tries quietly those that could not be opened: what is wrong with them was said.
  func retryMissing(at now: Int64) {
    guard let retryAt, retryAt <= now else { return }
    for index in directories.indices where directories[index] == nil {
      directories[index] = try? open(index)
      directories[index]?.process()
    }
    scheduleRetry()
  }

  private func scheduleRetry() {
    let isComplete = directories.allSatisfy { $0 != nil }
    retryAt = isComplete ? nil : Clock.monotonic + Self.retryPause
  }

  /// Reads each `config` anew, and goes on in the directories that have our names now. Those that have them still stay open: a
  /// shortage takes nothing away. Processors work on: where the directory is one of ours it learns how they end.
  func reopen() throws(Failure) {
    var former = directories
    for index in directories.indices {
      guard let directory = directories[index] else { continue }
      if directory.hasName {
        directory.look(at: Clock.monotonic)
        directory.reload()
        former[index] = nil
      } else {
        directory.close()
        directories[index] = nil
      }
    }
    try openDirectories(isReopening: true)
    for index in former.indices { if let old = former[index] { inherit(old, directories[index]) } }
    for directory in directories { directory?.process() }
  }

  /// Goes on with what `old`, which lost its name, has yet to do.
  private func inherit(_ old: LogDirectory, _ heir: LogDirectory?) {
    if let heir { heir.continueLine(of: old) } else { old.reportDropped() }
    guard let processor = old.processor else { return }
    if let owner = directories.first(where: { $0?.identity == old.identity }), let owner, owner.processor == nil {
      owner.adopt(processor)
    } else {
      orphans.append(processor)
    }
  }

  /// Closes all directories once their processors are through, or TERM has come `enough` times.
  ///
  /// A processor that fails is started again here too, but nobody needs to wait for it: the last TERM leaves its work to the
  /// next start.
  func close(enough: Int) {
    retryAt = nil  // nothing is opened any more
    for directory in directories { directory?.finish() }
    while inbox.terminationCount < enough, directories.contains(where: { $0?.isProcessing == true }) {
      let now = Clock.monotonic
      for directory in directories { directory?.work(at: now) }
      inbox.receive()
      if inbox.takeChild() {
        reap()
      } else if inbox.terminationCount < enough {
        var entries: InlineArray<2, PollEntry> = [.none, inbox.entry]
        wait(&entries)
      }
    }
    for directory in directories { directory?.close() }
  }
}

extension Failure {
  /// Whether the same may succeed later, by itself. A lock that another has is no such thing.
  fileprivate var isShortage: Bool { reason.map { $0.isNoAnswer && $0 != .wouldBlock } ?? false }

  /// Whether it lasts until somebody makes a directory, or lets go of its lock.
  fileprivate var isFinal: Bool { reason.map { $0.isObstruction || $0 == .wouldBlock } ?? true }
}
