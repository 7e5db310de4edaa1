package import CLibc

/// An open file, pipe or socket that can be read, written, asked and waited for.
package protocol Descriptor: ~Copyable {
  var rawValue: CInt { get }
}

/// The three descriptors that every process is given; they are not ours to close.
package enum StandardStream: CInt, Descriptor {
  case input
  case output
  case error
}

extension StandardStream {
  /// Closes the stream, whose number the next file that is opened gets. The corresponding C function is `close`.
  package func close() throws(Errno) {
    // Linux frees the number even if the call is interrupted: a second try could only close somebody else's.
    if CLibc.close(rawValue) == -1 { throw .current }
  }

  /// Makes the stream one that is always at its end and swallows everything: `/dev/null`.
  package func reopenOnNull() throws(Errno) {
    let null = try FileDescriptor.open("/dev/null", O_RDWR)
    try null.setNonBlocking(false)
    if null.rawValue == rawValue {  // the stream was closed, and its number the first one free
      try null.setCloseOnExec(false)
      _ = null.release()
    } else {
      try null.duplicate(as: rawValue)
    }
  }
}

/// An open file that is closed when its owner goes away.
public struct FileDescriptor: Descriptor, ~Copyable {
  /// -1 once the ownership was given up.
  package private(set) var rawValue: CInt

  package init(owning descriptor: CInt) { rawValue = descriptor }

  deinit { if rawValue != -1 { close(rawValue) } }

  /// Gives up ownership: the descriptor stays open.
  package consuming func release() -> CInt {
    let descriptor = rawValue
    rawValue = -1
    return descriptor
  }
}

/// An open file by its number, which is somebody else's to close.
package struct BorrowedDescriptor: Descriptor {
  package let rawValue: CInt

  package init(_ number: CInt) { rawValue = number }
}

extension Descriptor where Self: ~Copyable {
  /// Reads at most `buffer.count` bytes to the front of `buffer`; 0 is the end of the file. The corresponding C
  /// function is `read`.
  package func read(into buffer: inout MutableSpan<UInt8>) throws(Errno) -> Int {
    try unsafe buffer.withUnsafeMutableBytes { (bytes) throws(Errno) in
      try attempt { unsafe CLibc.read(rawValue, bytes.baseAddress, bytes.count) }
    }
  }

  /// Writes as much as the kernel takes and returns how much that was. The corresponding C function is `write`.
  package func write(_ bytes: Span<UInt8>) throws(Errno) -> Int {
    try unsafe bytes.withUnsafeBytes { (bytes) throws(Errno) in
      try attempt { unsafe CLibc.write(rawValue, bytes.baseAddress, bytes.count) }
    }
  }

  /// Writes everything, or throws with an unknown part of it written.
  package func writeAll(_ bytes: Span<UInt8>) throws(Errno) {
    var written = 0
    while written < bytes.count { written += try write(bytes.extracting(written...)) }
  }

  /// Moves the place of the next read or write. The corresponding C function is `lseek`.
  package func seek(by offset: Int) throws(Errno) {
    try attempt { lseek(rawValue, off_t(offset), SEEK_CUR) }
  }

  /// Makes `number` another name of this open file; the new one survives exec. The corresponding C function is `dup2`.
  package func duplicate(as number: CInt) throws(Errno) {
    try attempt { dup2(rawValue, number) }
  }

  package func setNonBlocking(_ nonBlocking: Bool) throws(Errno) {
    let flags = try attempt { libc_fcntl(rawValue, F_GETFL, 0) }
    let wanted = nonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK
    if wanted != flags { try attempt { libc_fcntl(rawValue, F_SETFL, wanted) } }
  }

  package func setCloseOnExec(_ closed: Bool) throws(Errno) {
    try attempt { libc_fcntl(rawValue, F_SETFD, closed ? FD_CLOEXEC : 0) }
  }

  /// Goes back to the beginning of the file. The corresponding C function is `lseek`.
  package func rewind() throws(Errno) { try attempt { lseek(rawValue, 0, SEEK_SET) } }

  /// Waits until what was written is on the disk. The corresponding C function is `fsync`.
  package func synchronize() throws(Errno) { try attempt { fsync(rawValue) } }

  package func setMode(_ mode: mode_t) throws(Errno) { try attempt { fchmod(rawValue, mode) } }
}

extension Descriptor where Self: ~Copyable {
  /// Whether anybody holds the write end of this FIFO, which must not block. What was written to it is thrown away.
  package var hasWriter: Bool {
    var buffer = InlineArray<64, UInt8>(repeating: 0)
    while true {
      var span = buffer.mutableSpan
      do throws(Errno) {
        if try read(into: &span) == 0 { return false }
      } catch {
        return error == .wouldBlock
      }
    }
  }
}
