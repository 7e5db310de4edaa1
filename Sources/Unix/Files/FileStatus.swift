package import CLibc

/// What the kernel says about a file. The corresponding C type is `struct stat`.
package struct FileStatus {
  /// Which file it is, under whatever name.
  package struct Identity: Equatable, Sendable {
    package let device: UInt64
    package let inode: UInt64

    package init(device: UInt64, inode: UInt64) {
      self.device = device
      self.inode = inode
    }
  }

  package enum Kind: Equatable, Sendable {
    case regular, directory, fifo, symbolicLink, other
  }

  let status: stat

  package var identity: Identity { Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)) }
  package var size: Int { Int(status.st_size) }
  /// Permission bits, without the kind.
  package var mode: mode_t { status.st_mode & 0o7777 }
  package var userID: uid_t { status.st_uid }
  /// How many names it has.
  package var linkCount: Int { Int(status.st_nlink) }
  /// Time of the last change of content, seconds since 1970.
  package var modificationSeconds: Int64 { Int64(status.st_mtim.tv_sec) }
  /// The nanoseconds behind ``modificationSeconds``.
  package var modificationNanoseconds: UInt32 { UInt32(truncatingIfNeeded: status.st_mtim.tv_nsec) }

  /// Time of the last change of content, name, owner or permissions, seconds since 1970. Nobody can set it back.
  package var changeSeconds: Int64 { Int64(status.st_ctim.tv_sec) }
  /// The nanoseconds behind ``changeSeconds``.
  package var changeNanoseconds: UInt32 { UInt32(truncatingIfNeeded: status.st_ctim.tv_nsec) }

  /// Whether the owner may execute it: the bit alone, whoever asks.
  package var isOwnerExecutable: Bool { status.st_mode & mode_t(S_IXUSR) != 0 }

  package var kind: Kind {
    switch CInt(status.st_mode) & CInt(S_IFMT) {
    case CInt(S_IFREG): .regular
    case CInt(S_IFDIR): .directory
    case CInt(S_IFIFO): .fifo
    case CInt(S_IFLNK): .symbolicLink
    default: .other
    }
  }
}

extension FileStatus {
  /// Asks for the file at `path`, through links. The corresponding C function is `stat`.
  package init(_ path: CString) throws(Errno) {
    var status = stat()
    try attempt { unsafe libc_fstatat(AT_FDCWD, path.pointer, &status, 0) }
    self.status = status
  }

  /// Asks for the file at `path` itself, a link as such. The corresponding C function is `lstat`.
  package init(ofLink path: CString) throws(Errno) {
    var status = stat()
    try attempt { unsafe libc_fstatat(AT_FDCWD, path.pointer, &status, AT_SYMLINK_NOFOLLOW) }
    self.status = status
  }

  /// Asks for the file at `path` relative to the directory `directory`, through links. The corresponding C function is
  /// `fstatat`.
  package init(_ path: CString, in directory: borrowing some Descriptor & ~Copyable) throws(Errno) {
    var status = stat()
    let directory = directory.rawValue
    try attempt { unsafe libc_fstatat(directory, path.pointer, &status, 0) }
    self.status = status
  }

  /// Asks for the file at `path` relative to the directory `directory`, a link as such. The corresponding C function is
  /// `fstatat`.
  package init(ofLink path: CString, in directory: borrowing some Descriptor & ~Copyable) throws(Errno) {
    var status = stat()
    let directory = directory.rawValue
    try attempt { unsafe libc_fstatat(directory, path.pointer, &status, AT_SYMLINK_NOFOLLOW) }
    self.status = status
  }

  /// Whether the file is this process's user's.
  package var isOurs: Bool { userID == geteuid() }

  /// Whether it is this process's user's, and nobody else may write there.
  package var isOursAlone: Bool { isOurs && mode & 0o022 == 0 }

  /// Asks for an open file. The corresponding C function is `fstat`.
  package init(of descriptor: borrowing some Descriptor & ~Copyable) throws(Errno) {
    var status = stat()
    let number = descriptor.rawValue
    try attempt { unsafe libc_fstat(number, &status) }
    self.status = status
  }
}
