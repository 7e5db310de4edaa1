import CLibc
import Console
import RunitCore
import Unix

/// The program at work: one thread that sleeps until there is input, a signal or something due.
final class Logger {
  let options: Options
  let inbox: SignalInbox
  /// The signals that processors block: those that were blocked before us, without our own.
  let outerMask: SignalSet
  private var input: Input
  /// The open directories, one place for each on the command line.
  var directories: [LogDirectory?] = []
  /// Processors whose directory is no longer ours.
  var orphans: [Processor] = []
  private var output: ByteBuffer
  /// When to try again those directories that could not be opened.
  var retryAt: Int64?

  init(_ options: Options) throws(Failure) {
    self.options = options
    outerMask = Self.holdSignals()
    inbox = try explain("unable to create signal descriptor", nil, SignalInbox(Self.signals))
    input = try explain("unable to allocate memory", nil, Input(options))
    output = try explain("unable to allocate memory", nil, ByteBuffer(capacity: LogDirectory.outputCapacity))
    directories = options.directories.map { _ in nil }
    try openDirectories(isReopening: false)
    for directory in directories { directory?.process() }
  }

  /// Logs until the end of the input or TERM.
  func run() throws(Failure) {
    var isOpen = true
    while isOpen {
      let now = Clock.monotonic
      for directory in directories { directory?.work(at: now) }
      retryMissing(at: now)
      var entries: InlineArray<2, PollEntry> = [PollEntry(reading: 0), inbox.entry]
      if !inbox.isPending { wait(&entries) }
      if entries[1].isReady { inbox.receive() }
      try act()
      if inbox.isTerminated { break }
      if entries[0].isReady { isOpen = takeInput() }
    }
    inbox.isInputOver = true
    input.finish()
    logInput()
    close(enough: isOpen ? 2 : 1)
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

  func wait(_ entries: inout InlineArray<2, PollEntry>) {
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
      voice.warn("unable to wait for events, sleeping", nil, error)
      Clock.sleep(seconds: 1)
    }
  }
}
