import CLibc

/// Which file an open file is, by its numbers and by when it was made.
package struct FileBirth {
  package let identity: FileStatus.Identity
  /// Nanoseconds since 1970; `nil` where the file system or the kernel does not tell.
  package let nanoseconds: UInt64?

  /// The corresponding C function is `statx`, or `fstat` where that fails.
  package init(of descriptor: borrowing some Descriptor & ~Copyable) throws(Errno) {
    var status = libc_file_birth()
    let number = descriptor.rawValue
    do throws(Errno) {
      try attempt { unsafe libc_statx_birth(number, &status) }
    } catch {
      identity = try FileStatus(of: descriptor).identity
      nanoseconds = nil
      return
    }
    identity = FileStatus.Identity(
      device: libc_device(status.device_major, status.device_minor), inode: status.inode)
    let isKnown = status.mask & UInt32(LIBC_STATX_BTIME) != 0 && status.birth_seconds >= 0
    nanoseconds = isKnown ? UInt64(status.birth_seconds) * 1_000_000_000 + UInt64(status.birth_nanoseconds) : nil
  }
}
