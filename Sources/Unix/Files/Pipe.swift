import CLibc

/// A pipe whose both ends are close-on-exec.
package struct Pipe: ~Copyable {
  package let readEnd: FileDescriptor
  package let writeEnd: FileDescriptor

  /// A pipe of two ends that are open already.
  package init(readEnd: consuming FileDescriptor, writeEnd: consuming FileDescriptor) {
    self.readEnd = readEnd
    self.writeEnd = writeEnd
  }

  /// Keeps the read end and closes the other.
  package consuming func intoReadEnd() -> FileDescriptor { readEnd }

  /// The corresponding C function is `pipe2`; `flags` are added to `O_CLOEXEC`.
  package init(flags: CInt = 0) throws(Errno) {
    var ends: InlineArray<2, CInt> = [-1, -1]
    var span = ends.mutableSpan
    try unsafe span.withUnsafeMutableBufferPointer { (ends) throws(Errno) in
      guard let start = ends.baseAddress else { return }
      try attempt { unsafe libc_pipe2(start, O_CLOEXEC | flags) }
    }
    readEnd = FileDescriptor(owning: ends[0])
    writeEnd = FileDescriptor(owning: ends[1])
  }
}
