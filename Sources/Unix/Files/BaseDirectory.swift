package import CLibc

/// The directory to which relative paths refer: the working directory, or one that is held open.
package struct BaseDirectory: Descriptor {
  package let rawValue: CInt

  /// Wherever the process works.
  package static var working: BaseDirectory { BaseDirectory(rawValue: AT_FDCWD) }

  private init(rawValue: CInt) { self.rawValue = rawValue }

  /// The directory that `descriptor` holds open; it must stay open.
  package init(_ descriptor: borrowing FileDescriptor) { rawValue = descriptor.rawValue }
}

extension Descriptor where Self: ~Copyable {
  /// The corresponding C function is `mkdirat`.
  package func makeDirectory(_ path: CString, mode: mode_t) throws(Errno) {
    try attempt { unsafe mkdirat(rawValue, path.pointer, mode) }
  }

  /// The corresponding C function is `mkfifoat`.
  package func makeFIFO(_ path: CString, mode: mode_t) throws(Errno) {
    try attempt { unsafe mkfifoat(rawValue, path.pointer, mode) }
  }

  /// Puts `source` in the place of `target`, both relative to this directory. The corresponding C function is
  /// `renameat`.
  package func rename(_ source: CString, to target: CString) throws(Errno) {
    try attempt { unsafe libc_renameat(rawValue, source.pointer, rawValue, target.pointer) }
  }

  /// Lets `first` and `second`, both relative to this directory, change places: at each moment both exist. The
  /// corresponding C function is `renameat2`.
  ///
  /// - Throws: ``Errno/invalidArgument`` or ``Errno/notImplemented`` where the file system or the kernel can't.
  package func exchange(_ first: CString, with second: CString) throws(Errno) {
    try attempt { unsafe libc_exchange(rawValue, first.pointer, second.pointer) }
  }

  /// Removes an empty directory. The corresponding C function is `unlinkat` with `AT_REMOVEDIR`.
  package func removeDirectory(_ path: CString) throws(Errno) {
    try attempt { unsafe unlinkat(rawValue, path.pointer, AT_REMOVEDIR) }
  }

  /// The corresponding C function is `unlinkat`.
  package func remove(_ path: CString) throws(Errno) {
    try attempt { unsafe unlinkat(rawValue, path.pointer, 0) }
  }
}
