import CLibc
import RunitCore
import Unix

/// The program at work: one thread that sleeps until there is input, a signal or something due.
final class Logger {
  private static let retryPause = 5 * nanosecondsPerSecond

  private let options: Options
  private let signals: SignalDescriptor
  /// The signals that were held back before us, as processors get them.
  private let outerMask: SignalSet
  private var input: Input
  /// The open directories, one place for each on the command line.
  private var directories: [LogDirectory?] = []
  /// Processors whose directory is no longer ours.
  private var orphans: [Processor] = []
  private var output: ByteBuffer
  private var isTerminated = false
  /// When to try again those directories that could not be opened.
  private var retryAt: Int64?

  init(_ options: Options) throws(Failure) {
    self.options = options
    var set = SignalSet()
    for signal in [Signal.terminate, .hangUp, .alarm, .child] { set.insert(signal) }
    outerMask = set.block()
    Signal.brokenPipe.setIgnored(true)
    signals = try explain("unable to create signal descriptor", nil, SignalDescriptor(set))
    input = try explain("unable to allocate memory", nil, Input(options))
    output = try explain("unable to allocate memory", nil, ByteBuffer(capacity: LogDirectory.outputCapacity))
    directories = options.directories.map { _ in nil }
    try openDirectories()
    for directory in directories { directory?.process() }
  }

  /// Logs until the end of the input or TERM.
  func run() throws(Failure) {
    var isOpen = true
    while isOpen {
      let now = Clock.monotonic
      for directory in directories { directory?.work(at: now) }
      retryMissing(at: now)
      var entries: InlineArray<2, PollEntry> = [PollEntry(reading: 0), PollEntry(reading: signals.rawValue)]
      try wait(&entries)
      if entries[1].isReady { try takeSignals() }
      if isTerminated { break }
      if entries[0].isReady { isOpen = takeInput() }
    }
    input.finish()
    logInput()
    try close()
  }

  /// Reads a block and logs it; `false` is the end of the input.
  private func takeInput() -> Bool {
    do throws(Errno) {
      guard try input.read() else { return false }
    } catch {
      if error == .wouldBlock { return true }
      voice.warn("unable to read standard input", nil, error)
      return false
    }
    logInput()
    return true
  }

  /// Gives what is ready to every directory.
  private func logInput() {
    input.handOut { bytes, splitter, stamps in
      for directory in directories { directory?.log(bytes, splitter, stamps, &output) }
    }
  }

  private func wait(_ entries: inout InlineArray<2, PollEntry>) throws(Failure) {
    var deadline = retryAt
    for directory in directories { deadline = earlier(deadline, directory?.deadline) }
    var timeout: Int32?
    if let deadline {
      // Rounded up: a wait that ends a little early would be followed by many short ones.
      timeout = Int32(clamping: max(0, (deadline - Clock.monotonic + 999_999) / 1_000_000))
    }
    do throws(Errno) {
      try entries.wait(timeoutMilliseconds: timeout)
    } catch {
      throw Failure("unable to poll", nil, error)
    }
  }
}

/// Signals.
extension Logger {
  private func takeSignals() throws(Failure) {
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
      for directory in directories { directory?.rotate() }
    }
  }

  /// The signals that have come, each at least once.
  private struct Arrivals {
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

  private func reap() {
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

  private func info(_ text: StaticString) { if options.isVerbose { voice.report(.info, Failure(text)) } }
}

/// The directories, all together.
extension Logger {
  /// Opens those that are not; says what is wrong with the others.
  ///
  /// - Throws: when none is open then.
  private func openDirectories() throws(Failure) {
    for index in directories.indices where directories[index] == nil {
      do throws(Failure) {
        directories[index] = try LogDirectory.open(options.directories[index], options, outerMask)
      } catch {
        voice.report(.warning, error)
      }
    }
    guard directories.contains(where: { $0 != nil }) else { throw Failure("no functional log directories.") }
    scheduleRetry()
  }

  /// Tries quietly those that could not be opened: what is wrong with them was said.
  private func retryMissing(at now: Int64) {
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
  private func reopen() throws(Failure) {
    let former = directories
    for index in directories.indices {
      directories[index]?.close()
      directories[index] = nil
    }
    try openDirectories()
    for (index, old) in former.enumerated() {
      guard let old else { continue }
      directories[index]?.continueLine(of: old)
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
  private func close() throws(Failure) {
    for directory in directories { directory?.finish() }
    isTerminated = false
    while !isTerminated, directories.contains(where: { $0?.isProcessing == true }) {
      let now = Clock.monotonic
      for directory in directories { directory?.work(at: now) }
      var entries: InlineArray<2, PollEntry> = [.none, PollEntry(reading: signals.rawValue)]
      try wait(&entries)
      let arrived = Arrivals(signals)
      if arrived.terminate { isTerminated = true }
      if arrived.child { reap() }
    }
    for directory in directories { directory?.close() }
  }
}

let nanosecondsPerSecond: Int64 = 1_000_000_000

/// The earlier of two moments, of which either may be missing.
func earlier(_ left: Int64?, _ right: Int64?) -> Int64? {
  guard let left, let right else { return left ?? right }
  return min(left, right)
}
