import CLibc
import RunitCore
import Unix

extension WaitingRoom {
  /// How long to get along without a watch, of which the kernel takes some 10 ms to dispose.
  private static var quickTime: Int64 { 20_000_000 }
  /// The pause to the next look after having waited for so long: soon at first, and never late in proportion.
  private static func quickPause(after waited: Int64) -> Int64 { max(50_000, min(waited / 4, 2_000_000)) }
  /// The pause between looks for a new `runsv`, which comes without news: it opens its FIFOs after it made them.
  private static var appearancePause: Int64 { 5_000_000 }

  /// Waits until something may have changed, and marks the services in question.
  mutating func wait(_ directory: inout ServiceDirectory) {
    if quickWait < Self.quickTime {
      let pause = Self.quickPause(after: quickWait)
      quickWait += pause
      if !hear(for: pause) { markAll() }
    } else if !watchNewcomers(&directory) {
      if !hear(for: pause) { markAll() }
    }
  }

  private mutating func markAll() {
    for index in services.indices { services[index].isDue = true }
  }

  /// How long nobody needs to be looked at.
  private var pause: Int64 {
    let now = Clock.monotonic
    var next = min(deadline, now + Self.slowPause)
    for index in services.indices {
      if services[index].condition == nil { next = min(next, now + Self.appearancePause) }
      if case .failed(let retryAt) = services[index].check { next = min(next, retryAt) }
      if services[index].isOnProbation, let end = services[index].probation.end { next = min(next, end) }
    }
    return next - now
  }

  /// Has the kernel tell of the services that it does not tell of yet, and marks them: what changed until now is no
  /// news any more. Returns whether there were any.
  private mutating func watchNewcomers(_ directory: inout ServiceDirectory) -> Bool {
    // Where there is no inotify, the slow look has to do.
    if watch == nil { watch = try? FileWatch() }
    var wereAny = false
    for index in services.indices where services[index].condition != nil && services[index].watch == nil {
      services[index].watch = startWatch(index, &directory) ?? AwaitedService.noWatch
      services[index].isDue = true
      wereAny = true
    }
    return wereAny
  }

  private mutating func startWatch(_ index: Int, _ directory: inout ServiceDirectory) -> CInt? {
    do throws(ServiceProblem) {
      try directory.find(services[index].name)
      _ = try directory.status()  // finds out where runsv keeps its files
    } catch {
      // The next look tells it.
      return nil
    }
    if command.succeedsWithoutSupervisor, let fifo = try? directory.open("supervise/ok", O_WRONLY) {
      services[index].keep(fifo)
    }
    guard watch != nil else { return nil }
    return try? directory.supervisePath.withCString { (path) throws(Errno) in try watch!.add(path, .replacements) }
  }

  /// Listens for at most so many nanoseconds, and marks the services of which something was heard. Returns whether
  /// anything was.
  private mutating func hear(for nanoseconds: Int64) -> Bool {
    var entries = [PollEntry(reading: watch?.rawValue ?? -1), PollEntry(reading: checks.descriptor)]
    for index in services.indices {
      if let fifo = services[index].fifo { entries.append(PollEntry(abandonmentOf: fifo)) }
    }
    // It fails only for want of memory; then nothing was heard.
    try? entries.wait(timeoutNanoseconds: nanoseconds)
    var isAnything = entries[1].isReady
    if entries[0].isReady { isAnything = hearWatch() || isAnything }
    if entries[1].isReady { checks.reap(&services) }
    var next = 2
    for index in services.indices where services[index].fifo != nil {
      if entries[next].isReady { services[index].isDue = true }
      isAnything = isAnything || entries[next].isReady
      next += 1
    }
    return isAnything
  }

  /// Marks the services with a new status.
  private mutating func hearWatch() -> Bool {
    var changed: [CInt] = []
    watch?.drain { watch, events, name in
      let isStatus = name.map { $0 == "status" } ?? true
      if isStatus { changed.append(watch) }
    }
    for index in services.indices {
      for watch in changed where watch == services[index].watch || watch == -1 { services[index].isDue = true }
    }
    return true
  }
}
