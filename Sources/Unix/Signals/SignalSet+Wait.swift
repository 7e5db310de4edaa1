import CLibc

extension SignalSet {
  /// Waits for one of these signals, which must be blocked, and takes it; `nil` when none came within `nanoseconds`,
  /// or the wait was disturbed. Without a number it lasts until one comes. The corresponding C function is `sigtimedwait`.
  ///
  /// No descriptor is needed, so that nothing has to be opened, and nothing can fail.
  package func next(within nanoseconds: Int64?) -> Signal? {
    var limit = timespec()
    if let nanoseconds {
      limit.tv_sec = time_t(max(0, nanoseconds) / 1_000_000_000)
      limit.tv_nsec = Int(max(0, nanoseconds) % 1_000_000_000)
    }
    var set = bits
    var number: CInt
    repeat {
      number = unsafe nanoseconds == nil ? libc_sigtimedwait(&set, nil) : libc_sigtimedwait(&set, &limit)
    } while number == -1 && nanoseconds == nil  // as after a stop
    return number == -1 ? nil : Signal(rawValue: number)
  }
}
