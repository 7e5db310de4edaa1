import CLibc

/// Changes of the file system by name, relative to an open directory, which may have got another name meanwhile.
extension FileSystem {
  /// Puts `source` in the place of `target`. The corresponding C function is `renameat`.
  package static func rename(
    _ source: CString, to target: CString, in directory: borrowing some Descriptor & ~Copyable
  ) throws(Errno) {
    let number = directory.rawValue
    try attempt { unsafe libc_renameat(number, source.pointer, number, target.pointer) }
  }

  /// The corresponding C function is `unlinkat`.
  package static func remove(_ path: CString, in directory: borrowing some Descriptor & ~Copyable) throws(Errno) {
    let number = directory.rawValue
    try attempt { unsafe unlinkat(number, path.pointer, 0) }
  }
}

extension Directory {
  /// Reads the open directory `directory` from its beginning, without touching its descriptor.
  package init(reading directory: borrowing some Descriptor & ~Copyable) throws(Errno) {
    try self.init(consuming: try FileDescriptor.open(".", in: directory, O_RDONLY | O_DIRECTORY))
  }
}

extension FileDescriptor {
  /// Another descriptor of the same open file, close-on-exec, whose number is at least `minimum`. The corresponding C
  /// function is `fcntl` with `F_DUPFD_CLOEXEC`.
  package borrowing func duplicate(from minimum: CInt) throws(Errno) -> FileDescriptor {
    let number = rawValue
    return FileDescriptor(owning: try attempt { libc_fcntl(number, F_DUPFD_CLOEXEC, minimum) })
  }
}

extension Descriptor where Self: ~Copyable {
  /// Writes at `offset`, wherever the file stands. The corresponding C function is `pwrite`.
  package func write(_ bytes: Span<UInt8>, at offset: Int) throws(Errno) -> Int {
    try unsafe bytes.withUnsafeBytes { (bytes) throws(Errno) in
      try attempt { unsafe pwrite(rawValue, bytes.baseAddress, bytes.count, off_t(offset)) }
    }
  }

  /// Cuts the file off behind its first `size` bytes. The corresponding C function is `ftruncate`.
  package func truncate(to size: Int) throws(Errno) { try attempt { ftruncate(rawValue, off_t(size)) } }

  /// Lets the pipe hold up to `size` bytes. The corresponding C function is `fcntl` with `F_SETPIPE_SZ`.
  package func setPipeCapacity(_ size: CInt) throws(Errno) { try attempt { libc_fcntl(rawValue, F_SETPIPE_SZ, size) } }
}
