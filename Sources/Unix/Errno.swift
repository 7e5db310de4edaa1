import CLibc

/// The reason why the kernel refused a call. The corresponding C value is `errno`.
package struct Errno: Error, Equatable, Sendable {
  package let rawValue: CInt

  package init(rawValue: CInt) { self.rawValue = rawValue }

  /// What the last failed call left behind.
  static var current: Errno { Errno(rawValue: libc_errno()) }

  /// `EACCES`.
  package static var accessDenied: Errno { Errno(rawValue: EACCES) }
  /// `EPERM`.
  package static var notPermitted: Errno { Errno(rawValue: EPERM) }
  /// `ENOENT`.
  package static var noSuchFile: Errno { Errno(rawValue: ENOENT) }
  /// `ENOTDIR`.
  package static var notDirectory: Errno { Errno(rawValue: ENOTDIR) }
  /// `EISDIR`.
  package static var isDirectory: Errno { Errno(rawValue: EISDIR) }
  /// `EEXIST`.
  package static var fileExists: Errno { Errno(rawValue: EEXIST) }
  /// `EINTR`.
  package static var interrupted: Errno { Errno(rawValue: EINTR) }
  /// `EAGAIN`, which Linux also uses for `EWOULDBLOCK`.
  package static var wouldBlock: Errno { Errno(rawValue: EAGAIN) }
  /// `ENXIO`: nobody reads the FIFO.
  package static var noSuchDevice: Errno { Errno(rawValue: ENXIO) }
  /// `EROFS`.
  package static var readOnlyFileSystem: Errno { Errno(rawValue: EROFS) }
  /// `ENOSPC`.
  package static var noSpace: Errno { Errno(rawValue: ENOSPC) }
  /// `EDQUOT`.
  package static var quotaExceeded: Errno { Errno(rawValue: EDQUOT) }
  /// `ESRCH`.
  package static var noSuchProcess: Errno { Errno(rawValue: ESRCH) }
  /// `ECHILD`.
  package static var noChild: Errno { Errno(rawValue: ECHILD) }
  /// `EINVAL`.
  package static var invalidArgument: Errno { Errno(rawValue: EINVAL) }
  /// `ENAMETOOLONG`.
  package static var nameTooLong: Errno { Errno(rawValue: ENAMETOOLONG) }
  /// `ELOOP`.
  package static var symbolicLinkLoop: Errno { Errno(rawValue: ELOOP) }
  /// `ENOSYS`.
  package static var notImplemented: Errno { Errno(rawValue: ENOSYS) }
  /// `EOPNOTSUPP`.
  package static var notSupported: Errno { Errno(rawValue: EOPNOTSUPP) }
  /// `EPIPE`.
  package static var brokenPipe: Errno { Errno(rawValue: EPIPE) }
  /// `ENOMEM`.
  package static var noMemory: Errno { Errno(rawValue: ENOMEM) }
  /// `EIO`.
  package static var inputOutput: Errno { Errno(rawValue: EIO) }
  /// `EFBIG`.
  package static var fileTooBig: Errno { Errno(rawValue: EFBIG) }
  /// `EADDRINUSE`.
  package static var addressInUse: Errno { Errno(rawValue: EADDRINUSE) }
  /// `EBADF`.
  package static var badDescriptor: Errno { Errno(rawValue: EBADF) }
}

extension Errno {
  /// Whether the kernel was short of something, and may have it soon: the same call may succeed later. All other errors
  /// say something about what the call was about.
  package var isShortage: Bool {
    switch rawValue {
    case EAGAIN, EBUSY, EMFILE, ENFILE, ENOBUFS, ENOMEM, ETXTBSY: true
    default: false
    }
  }

  /// Whether the kernel could not tell what it was asked: it is short of something, or a disk fails.
  package var isNoAnswer: Bool { isShortage || self == .inputOutput }

  /// Whether a path leads nowhere. All other errors leave it open what is there.
  package var isAbsence: Bool {
    switch rawValue {
    case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG: true
    default: false
    }
  }
}

/// Makes a system call, again for as long as a signal interrupts it, and turns -1 into the error behind it.
@inline(__always)
@discardableResult
func attempt<Result: SignedInteger>(_ call: () -> Result) throws(Errno) -> Result {
  while true {
    let result = call()
    if result != -1 { return result }
    let error = Errno.current
    if error != .interrupted { throw error }
  }
}
