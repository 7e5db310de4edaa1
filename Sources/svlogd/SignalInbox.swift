import Console
import RunitCore
import Unix

/// The signals that have come and were not acted on yet. Whatever `svlogd` waits for, it waits here, so that TERM ends each
/// wait, and the end of the input some.
final class SignalInbox {
  /// How long runit waits before another attempt at what the kernel refuses.
  private static let pauseSeconds: Int64 = 3

  private let descriptor: SignalDescriptor
  /// How often TERM has come.
  private(set) var terminationCount = 0
  /// Whether nothing writes to the input any more.
  var isInputOver = false
  private var hasHangUp = false
  private var hasAlarm = false
  private var hasChild = false
  /// When a pause was reported last.
  private var reportedAt: Int64?

  init(_ signals: SignalSet) throws(Errno) { descriptor = try SignalDescriptor(signals) }

  var isTerminated: Bool { terminationCount > 0 }

  /// Whether there is anything to act on.
  var isPending: Bool { isTerminated || hasHangUp || hasAlarm || hasChild }

  /// Becomes ready to read when a signal has come.
  var entry: PollEntry { PollEntry(reading: descriptor.rawValue) }

  /// Takes in what has come.
  func receive() {
    descriptor.drain { signal, _ in
      switch signal {
      case .terminate: terminationCount += 1
      case .hangUp: hasHangUp = true
      case .alarm: hasAlarm = true
      default: hasChild = true
      }
    }
  }

  func takeHangUp() -> Bool { Self.take(&hasHangUp) }
  func takeAlarm() -> Bool { Self.take(&hasAlarm) }
  func takeChild() -> Bool { Self.take(&hasChild) }

  private static func take(_ flag: inout Bool) -> Bool {
    defer { flag = false }
    return flag
  }
}

/// Waits for what the kernel refuses.
extension SignalInbox {
  /// Reports why an attempt failed, and waits before the next one.
  ///
  /// - Returns: `false`, and prints nothing, if there is to be none: after a second TERM; and after the first one, or at the
  ///   end of the input, if something is missing or in the way, and no wait alone changes that.
  func pause(_ action: CString, _ name: CString?, _ error: Errno) -> Bool {
    receive()
    if givesUp(after: error) { return false }
    let now = Clock.monotonic
    // A directory that was removed is often back soon: it is looked for more often than it is reported.
    let seconds = error.isAbsence ? 1 : Self.pauseSeconds
    if seconds == Self.pauseSeconds || reportedAt.map({ $0 + Self.pauseSeconds * nanosecondsPerSecond <= now }) ?? true
    {
      voice.report(.pausing, Failure(action, name, error))
      reportedAt = now
    }
    wait(until: now + seconds * nanosecondsPerSecond, watchesInput: Self.isLasting(error))
    return true  // a wait that was cut short is followed by one more attempt
  }

  private func givesUp(after error: Errno) -> Bool {
    terminationCount > 1 || (isTerminated || isInputOver) && Self.isLasting(error)
  }

  /// Whether no wait alone changes what is wrong: something is missing, in the way, another user's, or another svlogd's.
  /// A full disk and a shortage pass.
  private static func isLasting(_ error: Errno) -> Bool {
    switch error {
    case .wouldBlock, .accessDenied, .notPermitted, .readOnlyFileSystem: true
    default: error.isObstruction
    }
  }

  /// Takes in what comes until `moment`, or until another TERM, or the end of the input.
  private func wait(until moment: Int64, watchesInput: Bool) {
    let count = terminationCount
    while terminationCount == count, let timeout = Clock.milliseconds(until: moment), timeout > 0 {
      let input = watchesInput ? PollEntry(abandonmentOf: StandardStream.input.rawValue) : .none
      var entries: InlineArray<2, PollEntry> = [entry, input]
      do throws(Errno) {
        try entries.wait(timeoutMilliseconds: timeout)
      } catch {
        Clock.sleep(seconds: 1)  // the reason for the wait was reported
      }
      receive()
      if entries[1].isReady {
        isInputOver = true
        return
      }
    }
  }
}

extension Errno {
  /// Whether a file is missing, or something else has its name: no wait alone changes that.
  var isObstruction: Bool { isAbsence || self == .isDirectory || self == .noSuchDevice }
}
