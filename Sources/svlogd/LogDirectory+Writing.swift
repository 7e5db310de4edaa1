import CLibc
import Console
import RunitCore
import Unix

/// Output to `current`: nothing is lost but what `D` allows.
extension LogDirectory {
  /// Writes whole lines, or parts of a long one, and rotates where that is due.
  func write(_ output: Span<UInt8>) {
    if dropped.count > 0, !confess() { return drop(output) }
    var rest = output.extracting(dropped.skip(output)...)
    while rest.count > 0 {
      while !hasGivenUp, policy.isFull(size) { rotate() }
      if hasGivenUp { return drop(rest) }
      let step = rotatesAtLineEnd ? policy.lineEnd(size: size, rest) : policy.nextStep(size: size, rest)
      let written = append(rest.extracting(0..<step.count))
      if written < step.count { return drop(rest.extracting(written...)) }
      if step.rotates { rotate() }
      rest = rest.extracting(step.count...)
    }
  }

  /// Adds `bytes` to `current` and returns how many: all, unless the disk is full and lines are to be dropped.
  private func append(_ bytes: Span<UInt8>) -> Int {
    var written = 0
    while written < bytes.count {
      if current.rawValue == -1 {
        makeCurrent("unable to create new current:")
        if current.rawValue == -1 { break }
      }
      do throws(Errno) {
        written += try current.write(bytes.extracting(written...))
      } catch {
        if isDropping(after: error, "unable to write to current:") { break }
      }
    }
    if written > 0 { account(for: bytes.extracting(0..<written)) }
    return written
  }

  private func account(for bytes: Span<UInt8>) {
    let newline = UInt8(ascii: "\n")
    size += bytes.count
    endsInsideLine = bytes[bytes.count - 1] != newline
    isUnsynced = true
    counters?.add { counters in
      counters.lines &+= UInt64(bytes.count(of: newline))
      counters.bytes &+= UInt64(bytes.count)
    }
  }

  /// Makes another attempt possible: deletes an old file on a full disk, or waits. Returns whether it is not to be made,
  /// because lines may be dropped instead, or TERM ends the wait.
  func isDropping(after error: Errno, _ action: CString) -> Bool {
    if error == .noSpace || error == .quotaExceeded {
      if sacrificeArchive() { return false }
      if configuration.dropsWhenFull { return true }
    }
    return !pause(action, error)
  }

  /// Waits before another attempt; `false` if there is to be none, after TERM.
  private func pause(_ action: CString, _ error: Errno) -> Bool {
    if inbox.pause(action, name, error) { return true }
    if !hasGivenUp { voice.warn(action, name, error) }
    hasGivenUp = true
    return false
  }

  /// Makes a call until it succeeds, or TERM ends the wait.
  func insist(_ action: CString, _ call: () throws(Errno) -> Void) {
    while true {
      do throws(Errno) {
        return try call()
      } catch {
        guard pause(action, error) else { return }
      }
    }
  }
}

/// Lines that a full disk costs.
extension LogDirectory {
  private func drop(_ output: Span<UInt8>) {
    if dropped.count == 0, output.count > 0, configuration.dropsWhenFull {
      voice.warn("out of disk space, dropping lines:", name)
    }
    let before = dropped.count
    dropped.drop(output)
    counters?.add { [count = dropped.count] counters in counters.dropped &+= count - before }
  }

  /// Says in the log how many lines are missing there; `false` when that can't be written either.
  func confess() -> Bool {
    var count = TextBuffer<20>()
    count.append(decimal: dropped.count)
    var note: [UInt8] = []
    if endsInsideLine { note.append(UInt8(ascii: "\n")) }
    if let timestamp = options.timestamp {
      let now = Clock.realtime
      note.append(copying: timestamp.format(unixSeconds: now.seconds, nanoseconds: now.nanoseconds).span)
    }
    note += configuration.prefix
    note.append(copying: CString("svlogd: dropped ").bytes)
    note.append(copying: count.span)
    note.append(copying: CString(" lines\n").bytes)
    if policy.isFull(size) { rotate() }
    guard !hasGivenUp, append(note.span) == note.count else { return false }
    dropped.settle()
    confessAt = nil
    return true
  }
}
