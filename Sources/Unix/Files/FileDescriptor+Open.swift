package import CLibc

extension FileDescriptor {
  /// Opens a file relative to the working directory. The corresponding C function is `open`.
  ///
  /// Close-on-exec and `O_NONBLOCK` are always set, as in all of runit: no FIFO or device may make a program hang.
  package static func open(_ path: CString, _ flags: CInt, mode: mode_t = 0) throws(Errno) -> FileDescriptor {
    let flags = flags | O_CLOEXEC | O_NONBLOCK
    return FileDescriptor(owning: try attempt { unsafe libc_open(path.pointer, flags, mode) })
  }

  /// Opens a file relative to the directory `directory`. The corresponding C function is `openat`.
  package static func open(
    _ path: CString, in directory: borrowing some Descriptor & ~Copyable, _ flags: CInt, mode: mode_t = 0
  ) throws(Errno) -> FileDescriptor {
    let flags = flags | O_CLOEXEC | O_NONBLOCK
    let directory = directory.rawValue
    return FileDescriptor(owning: try attempt { unsafe libc_openat(directory, path.pointer, flags, mode) })
  }

  /// Opens `path` for reading.
  package static func read(_ path: CString) throws(Errno) -> FileDescriptor { try open(path, O_RDONLY) }

  /// Opens `path` for writing. A FIFO that nobody reads throws ``Errno/noSuchDevice``.
  package static func write(_ path: CString) throws(Errno) -> FileDescriptor { try open(path, O_WRONLY) }

  /// Opens `path` for writing from its beginning and empties it, or creates it.
  package static func create(_ path: CString, mode: mode_t) throws(Errno) -> FileDescriptor {
    try open(path, O_WRONLY | O_CREAT | O_TRUNC, mode: mode)
  }

  /// Opens `path` for appending and creates it when it is missing.
  package static func append(to path: CString, mode: mode_t) throws(Errno) -> FileDescriptor {
    try open(path, O_WRONLY | O_CREAT | O_APPEND, mode: mode)
  }

  /// Takes hold of a file or directory as such, to come back to it or to ask about it; this takes no right to read it.
  package static func handle(of path: CString) throws(Errno) -> FileDescriptor { try open(path, O_PATH) }

  /// Opens a directory, to work in or to come back to.
  package static func directory(_ path: CString) throws(Errno) -> FileDescriptor {
    try open(path, O_RDONLY | O_DIRECTORY)
  }

  /// A file that has no place in any directory and lives as long as somebody holds it open. The corresponding C function
  /// is `memfd_create`.
  package static func memory(named name: CString) throws(Errno) -> FileDescriptor {
    FileDescriptor(owning: try attempt { unsafe memfd_create(name.pointer, CUnsignedInt(MFD_CLOEXEC)) })
  }
}
