package import CLibc

/// A process that is held fast: its number can't become another's behind our back. The corresponding C function is
/// `pidfd_open`.
package struct ProcessDescriptor: Descriptor, ~Copyable {
  private let descriptor: FileDescriptor

  /// Ready for reading when the process has ended.
  package var rawValue: CInt { descriptor.rawValue }

  /// Goes on with one that a former program of this process has made.
  package init(continuing descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  /// - Throws: ``Errno/noSuchProcess`` when there is none, ``Errno/notImplemented`` on kernels before 5.3.
  package init(_ process: pid_t) throws(Errno) {
    let number = try attempt { libc_syscall(Int(SYS_pidfd_open), Int(process), 0, 0, 0) }
    descriptor = FileDescriptor(owning: CInt(number))
  }

  /// Whether the process has ended, be it that its parent has not taken notice yet.
  package var hasEnded: Bool {
    var entry: InlineArray<1, PollEntry> = [PollEntry(reading: rawValue)]
    do throws(Errno) {
      try entry.wait(timeoutMilliseconds: 0)
    } catch {
      return false
    }
    return entry[0].isReady
  }

  /// The corresponding C function is `pidfd_send_signal`.
  package func send(_ signal: Signal) throws(Errno) {
    try attempt { libc_syscall(Int(SYS_pidfd_send_signal), Int(rawValue), Int(signal.rawValue), 0, 0) }
  }
}
