import CLibc

/// The memory of the stack.
package enum Stack {
  /// More than this function and the system call need below its own variables.
  private static var margin: UInt { 1024 }
  private static var pageSize: UInt { 4096 }
  /// The part below that is given back: deeper calls than these are not made.
  private static var depth: UInt { 160 * 1024 }

  /// Gives the pages back to the kernel that deeper, finished calls have used, for a process that is about to sleep for
  /// long. The corresponding C function is `madvise` with `MADV_DONTNEED`.
  @inline(never)
  package static func releaseUnused() {
    var mark: UInt8 = 0
    unsafe withUnsafeMutablePointer(to: &mark) { here in
      let end = (UInt(bitPattern: here) - margin) & ~(pageSize - 1)
      _ = unsafe madvise(UnsafeMutableRawPointer(bitPattern: end - depth), Int(depth), MADV_DONTNEED)
    }
  }
}
