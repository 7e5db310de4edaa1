package import CLibc

/// Changes of the file system by name, relative to the working directory.
package enum FileSystem {
  /// The corresponding C function is `mkdir`.
  package static func makeDirectory(_ path: CString, mode: mode_t) throws(Errno) {
    try attempt { unsafe mkdir(path.pointer, mode) }
  }

  /// The corresponding C function is `mkfifo`.
  package static func makeFIFO(_ path: CString, mode: mode_t) throws(Errno) {
    try attempt { unsafe mkfifo(path.pointer, mode) }
  }

  /// Puts `source` in the place of `target`: whoever looks sees the one or the other. The corresponding C function is
  /// `rename`.
  package static func rename(_ source: CString, to target: CString) throws(Errno) {
    try attempt { unsafe libc_rename(source.pointer, target.pointer) }
  }

  /// The corresponding C function is `unlink`.
  package static func remove(_ path: CString) throws(Errno) {
    try attempt { unsafe unlink(path.pointer) }
  }

  /// The corresponding C function is `chmod`.
  package static func setMode(_ path: CString, _ mode: mode_t) throws(Errno) {
    try attempt { unsafe chmod(path.pointer, mode) }
  }

  /// The corresponding C function is `symlink`.
  package static func makeSymbolicLink(_ path: CString, to target: CString) throws(Errno) {
    try attempt { unsafe symlink(target.pointer, path.pointer) }
  }

  /// The corresponding C function is `chdir`.
  package static func changeDirectory(_ path: CString) throws(Errno) {
    try attempt { unsafe chdir(path.pointer) }
  }

  /// The corresponding C function is `fchdir`.
  package static func changeDirectory(_ directory: borrowing FileDescriptor) throws(Errno) {
    let number = directory.rawValue
    try attempt { libc_fchdir(number) }
  }

  /// The path of the working directory. The corresponding C function is `getcwd`.
  package static func workingDirectory() throws(Errno) -> PathBuffer {
    var path = PathBuffer()
    try unsafe path.fill { (buffer) throws(Errno) in
      guard let start = buffer.baseAddress else { return 0 }
      return try attempt { unsafe libc_getcwd(start, buffer.count) } - 1
    }
    return path
  }

  /// Makes the working directory the root of all paths. The corresponding C function is `chroot`.
  package static func changeRoot() throws(Errno) {
    try attempt { unsafe chroot(".") }
  }

  /// Takes `mask` off the permissions of new files. The corresponding C function is `umask`.
  package static func setModeMask(_ mask: mode_t) { umask(mask) }

  /// Whether there is a file at `path` relative to the directory `directory`, through links. The corresponding C function
  /// is `faccessat`, which has less to tell than `fstatat`, and is quicker for it.
  package static func exists(_ path: CString, in directory: some Descriptor) throws(Errno) -> Bool {
    let directory = directory.rawValue
    do throws(Errno) {
      try attempt { unsafe libc_faccessat(directory, path.pointer, F_OK) }
      return true
    } catch {
      if error == .noSuchFile { return false }
      throw error
    }
  }

  /// Whether this process may look up names in the directory `path`. The corresponding C function is `access`.
  package static func mayEnter(_ path: CString) -> Bool {
    unsafe access(path.pointer, X_OK) == 0
  }

  /// The text of a symbolic link. The corresponding C function is `readlink`.
  ///
  /// - Throws: ``Errno/nameTooLong`` for one that does not fit, ``Errno/invalidArgument`` for what is no link.
  package static func readLink(_ path: CString) throws(Errno) -> PathBuffer {
    var text = PathBuffer()
    try unsafe text.fill { (buffer) throws(Errno) in
      guard let start = buffer.baseAddress else { return 0 }
      return try attempt { unsafe readlink(path.pointer, start, buffer.count) }
    }
    return text
  }
}

extension FileSystem {
  /// Whether this process may read what `path` is. The corresponding C function is `access`.
  ///
  /// - Throws: what keeps the kernel from telling.
  package static func isReadable(_ path: CString) throws(Errno) -> Bool {
    do throws(Errno) {
      try attempt { unsafe access(path.pointer, R_OK) }
      return true
    } catch {
      guard error.isNoAnswer else { return false }
      throw error
    }
  }
}
