import CLibc

/// A descriptor to wait for, and whether it is ready.
package struct PollEntry: BitwiseCopyable {
  var entry: pollfd

  /// Waits for something to read, or the other side's end.
  package init(reading descriptor: CInt) {
    entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  }

  /// Waits for nobody to be left who reads the FIFO, of which `descriptor` is open for writing.
  package init(abandonmentOf descriptor: CInt) {
    entry = pollfd(fd: descriptor, events: 0, revents: 0)
  }

  /// An entry that is never ready.
  package static var none: PollEntry { PollEntry(reading: -1) }

  /// Takes the descriptor for ready, where the kernel does not tell.
  package mutating func assumeReady() { entry.revents = Int16(POLLIN) }

  /// Whether reading would not block: there is data, the end, or an error to fetch.
  package var isReady: Bool { entry.revents != 0 }
}

extension InlineArray where Element == PollEntry {
  /// Waits until an entry is ready or `timeoutMilliseconds` have passed; `nil` waits for ever. A signal ends the wait
  /// early, with nothing ready. The corresponding C function is `poll`.
  package mutating func wait(timeoutMilliseconds: Int32?) throws(Errno) {
    var span = mutableSpan
    let ready = unsafe span.withUnsafeMutableBytes { bytes in
      unsafe poll(
        bytes.baseAddress?.assumingMemoryBound(to: pollfd.self), nfds_t(bytes.count / MemoryLayout<pollfd>.stride),
        timeoutMilliseconds ?? -1)
    }
    guard ready == -1 else { return }
    let error = Errno.current
    for index in indices { self[index].entry.revents = 0 }
    if error != .interrupted { throw error }
  }
}

extension [PollEntry] {
  /// As that of `InlineArray`, for as many descriptors as there are, and as precise as the kernel's timers. The
  /// corresponding C function is `ppoll`.
  package mutating func wait(timeoutNanoseconds: Int64) throws(Errno) {
    let timeout = timeoutNanoseconds > 0 ? timeoutNanoseconds : 0
    var limit = timespec(tv_sec: Int(timeout / 1_000_000_000), tv_nsec: Int(timeout % 1_000_000_000))
    let ready = unsafe withUnsafeMutableBytes { bytes in
      unsafe ppoll(
        bytes.baseAddress?.assumingMemoryBound(to: pollfd.self), nfds_t(bytes.count / MemoryLayout<pollfd>.stride),
        &limit, nil)
    }
    guard ready == -1 else { return }
    let error = Errno.current
    for index in indices { self[index].entry.revents = 0 }
    if error != .interrupted { throw error }
  }
}
