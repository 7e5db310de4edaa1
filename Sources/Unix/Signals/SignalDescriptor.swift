package import CLibc

/// Signals as data to read, in the same `poll` as everything else. The corresponding C function is `signalfd`.
package struct SignalDescriptor: Descriptor, ~Copyable {
  private let descriptor: FileDescriptor

  package var rawValue: CInt { descriptor.rawValue }

  /// Delivers `signals`, which must be blocked.
  package init(_ signals: SignalSet) throws(Errno) {
    var set = signals.bits
    descriptor = FileDescriptor(
      owning: try attempt { unsafe libc_signalfd(&set, CInt(SFD_CLOEXEC) | CInt(SFD_NONBLOCK)) })
  }

  /// Hands out the signals that have arrived and the processes that sent them.
  package func drain(_ body: (_ signal: Signal, _ sender: pid_t) -> Void) {
    var buffer = InlineArray<4, signalfd_siginfo>(repeating: signalfd_siginfo())
    let size = MemoryLayout<signalfd_siginfo>.stride
    var count = 0
    repeat {
      var span = buffer.mutableSpan
      count = unsafe span.withUnsafeMutableBufferPointer {
        unsafe CLibc.read(rawValue, $0.baseAddress, $0.count * size) / size
      }
      for index in 0..<max(0, count) {
        body(Signal(rawValue: CInt(buffer[index].ssi_signo)), pid_t(bitPattern: buffer[index].ssi_pid))
      }
    } while count == buffer.count
  }
}
