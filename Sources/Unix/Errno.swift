import CLibc

/// The reason why the kernel refused a call. The corresponding C value is `errno`.
public struct Errno: Error, Equatable, Sendable {
  public let rawValue: CInt

  public init(rawValue: CInt) { self.rawValue = rawValue }

  /// What the last failed call left behind.
  static var current: Errno { Errno(rawValue: libc_errno()) }

  /// `EACCES`.
  public static var accessDenied: Errno { Errno(rawValue: EACCES) }
  /// `EPERM`.
  public static var notPermitted: Errno { Errno(rawValue: EPERM) }
  /// `ENOENT`.
  public static var noSuchFile: Errno { Errno(rawValue: ENOENT) }
  /// `ENOTDIR`.
  public static var notDirectory: Errno { Errno(rawValue: ENOTDIR) }
  /// `EISDIR`.
  public static var isDirectory: Errno { Errno(rawValue: EISDIR) }
  /// `EEXIST`.
  public static var fileExists: Errno { Errno(rawValue: EEXIST) }
  /// `EINTR`.
  public static var interrupted: Errno { Errno(rawValue: EINTR) }
  /// `EAGAIN`, which Linux also uses for `EWOULDBLOCK`.
  public static var wouldBlock: Errno { Errno(rawValue: EAGAIN) }
  /// `ENXIO`: nobody reads the FIFO.
  public static var noSuchDevice: Errno { Errno(rawValue: ENXIO) }
  /// `EROFS`.
  public static var readOnlyFileSystem: Errno { Errno(rawValue: EROFS) }
  /// `ENOSPC`.
  public static var noSpace: Errno { Errno(rawValue: ENOSPC) }
  /// `EDQUOT`.
  public static var quotaExceeded: Errno { Errno(rawValue: EDQUOT) }
  /// `ESRCH`.
  public static var noSuchProcess: Errno { Errno(rawValue: ESRCH) }
  /// `ECHILD`.
  public static var noChild: Errno { Errno(rawValue: ECHILD) }
  /// `EINVAL`.
  public static var invalidArgument: Errno { Errno(rawValue: EINVAL) }
  /// `ENAMETOOLONG`.
  public static var nameTooLong: Errno { Errno(rawValue: ENAMETOOLONG) }
  /// `ELOOP`.
  public static var symbolicLinkLoop: Errno { Errno(rawValue: ELOOP) }
  /// `ENOSYS`.
  public static var notImplemented: Errno { Errno(rawValue: ENOSYS) }
  /// `EOPNOTSUPP`.
  public static var notSupported: Errno { Errno(rawValue: EOPNOTSUPP) }
  /// `EPIPE`.
  public static var brokenPipe: Errno { Errno(rawValue: EPIPE) }
  /// `ENOMEM`.
  public static var noMemory: Errno { Errno(rawValue: ENOMEM) }
  /// `EIO`.
  public static var inputOutput: Errno { Errno(rawValue: EIO) }
  /// `EFBIG`.
  public static var fileTooBig: Errno { Errno(rawValue: EFBIG) }
  /// `EADDRINUSE`.
  public static var addressInUse: Errno { Errno(rawValue: EADDRINUSE) }
  /// `EBADF`.
  public static var badDescriptor: Errno { Errno(rawValue: EBADF) }
}

extension Errno {
  /// Whether the kernel was short of something, and may have it soon: the same call may succeed later. All other errors
  /// say something about what the call was about.
  public var isShortage: Bool {
    switch rawValue {
    case EAGAIN, EBUSY, EMFILE, ENFILE, ENOBUFS, ENOMEM, ETXTBSY: true
    default: false
    }
  }

  /// Whether the kernel could not tell what it was asked: it is short of something, or a disk fails.
  public var isNoAnswer: Bool { isShortage || self == .inputOutput }

  /// Whether a path leads nowhere. All other errors leave it open what is there.
  public var isAbsence: Bool {
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
