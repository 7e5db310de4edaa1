import CLibc

/// Signals as data to read, in the same `poll` as everything else. The corresponding C function is `signalfd`.
public struct SignalDescriptor: Descriptor, ~Copyable {
  private let descriptor: FileDescriptor

  public var rawValue: CInt { descriptor.rawValue }

  /// Delivers `signals`, which must be blocked.
  public init(_ signals: SignalSet) throws(Errno) {
    let number = try unsafe withUnsafePointer(to: signals.set) { (set) throws(Errno) in
      try attempt { unsafe signalfd(-1, set, CInt(SFD_CLOEXEC) | CInt(SFD_NONBLOCK)) }
    }
    descriptor = FileDescriptor(owning: number)
  }

  /// The next signal that has arrived and who sent it; `nil` when there is none.
  public func next() -> (signal: Signal, sender: UInt32)? {
    var information = signalfd_siginfo()
    let size = MemoryLayout<signalfd_siginfo>.size
    let count = unsafe CLibc.read(rawValue, &information, size)
    guard count == size else { return nil }
    return (Signal(rawValue: CInt(information.ssi_signo)), information.ssi_pid)
  }
}
