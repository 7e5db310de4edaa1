import Console
import RunitCore
import Unix

/// What is not done at once, and when.
extension LogDirectory {
  private static let confessionPause = 3 * nanosecondsPerSecond
  private static let firstProcessorPause = nanosecondsPerSecond / 10
  private static let longestProcessorPause = 10 * nanosecondsPerSecond

  /// When there is something to do next.
  var deadline: Int64? {
    let writing = earlier(earlier(rotateAt, syncAt), earlier(confessAt, sight.lookAt))
    return earlier(writing, earlier(processAt, counters?.publishAt))
  }

  /// Does what is due, and sees when the rest will be.
  func work(at now: Int64) {
    if let lookAt = sight.lookAt, lookAt <= now { look(at: now) }
    if let rotateAt, rotateAt <= now {
      self.rotateAt = ageLimit
      rotateAtLineEnd()
    }
    if isUnsynced, syncAt == nil, let seconds = configuration.syncSeconds {
      syncAt = now + Int64(seconds) * nanosecondsPerSecond
    }
    if let syncAt, syncAt <= now { synchronize() }
    if dropped.count > 0, confessAt == nil { confessAt = now + Self.confessionPause }
    if let confessAt, confessAt <= now {
      self.confessAt = nil
      if dropped.count > 0 { _ = confess() }
    }
    if let processAt, processAt <= now {
      self.processAt = nil
      process()
    }
    counters?.work(at: now)
  }

  private func synchronize() {
    insist("unable to fsync current logfile:") { () throws(Errno) in try current.synchronize() }
    isUnsynced = false
    syncAt = nil
  }

  /// Writes what has to be written before the end.
  func finish() {
    look(at: Clock.monotonic)
    if dropped.count > 0, !confess() { reportDropped() }
  }

  /// Says to people what can't be said in the log.
  func reportDropped() {
    guard dropped.count > 0 else { return }
    var text = TextBuffer<64>(": ")
    text.append(decimal: dropped.count)
    report(.warning, "lines dropped in", text.span)
  }
}

/// The processor, of which one runs at a time. What it is to work on waits in the directory, oldest first, and so
/// survives us.
extension LogDirectory {
  var isProcessing: Bool { processor != nil || hasUnprocessed && !configuration.processor.isEmpty }

  /// Gives the oldest unprocessed file to a processor, when there is one and the other is done.
  func process() {
    guard hasUnprocessed, processor == nil, processAt == nil, !configuration.processor.isEmpty else { return }
    guard let archives = archives(withSizes: false) else { return retryProcessing() }
    guard let archive = archives.first(where: { $0.name.kind == .unprocessed }) else {
      hasUnprocessed = false
      return
    }
    guard isProcessable(archive.name) else { return retryProcessing() }
    info("processing:", archive.name)
    do throws(Failure) {
      processor = try Processor(archive.name, of: self)
    } catch {
      voice.report(.warning, error)
      retryProcessing()
    }
  }

  /// Goes on with what another ``LogDirectory`` of the same directory began.
  func adopt(_ processor: Processor) {
    self.processor = processor
  }

  func processorEnded(_ status: WaitStatus) {
    guard let finished = processor else { return }
    if finished.finish(status, inbox) {
      info("processed:", finished.archive.with(.safe))
      processor = nil
      processorFailures = 0
      prune()
      process()
    } else {
      voice.warn("processor failed, restart:", name)
      processor = nil
      counters?.add { $0.processorFailures &+= 1 }
      retryProcessing()
    }
  }

  /// Once at once, then with growing pauses: a processor that always fails must not keep the machine busy.
  private func retryProcessing() {
    processorFailures += 1
    if processorFailures == 1 { return process() }
    let pause = Self.firstProcessorPause << Int64(min(processorFailures - 2, 10))
    processAt = Clock.monotonic + min(pause, Self.longestProcessorPause)
  }
}
