import CLibc
import RunitCore
import Unix

/// Tells whether a process that `supervise/detail` names is this service's, or that of a directory of which this one is a
/// copy: the detail notes which file the lock was.
struct ProcessOwner {
  enum Verdict {
    case ours
    case another
    case unknown
  }

  private let noted: ServiceDetail.LockIdentity
  private let current: ServiceDetail.LockIdentity
  /// The directory in which `./run` begins.
  private let home: CString

  init(_ noted: ServiceDetail.LockIdentity, of directory: borrowing SuperviseDirectory) {
    self.noted = noted
    current = directory.lockIdentity
    home = directory.role == .log ? "log" : "."
  }

  /// Whether the detail is this directory's by all that the lock tells.
  var isOurDetail: Bool { noted.hasNumbers(of: current) || noted.hasBirth(of: current) }

  /// On overlayfs the numbers of a file change when the kernel drops its caches; the time of birth does not, but that of a
  /// snapshot is the original's.
  func judge(_ process: Int32) throws(Errno) -> Verdict {
    if noted.hasNumbers(of: current) { return .ours }
    if try ProcessIdentity.isSupervised(process) { return .another }
    switch try judgeByDirectory(process) {
    case .ours: return .ours
    case .another: return .another
    case .unknown: return noted.hasBirth(of: current) ? .ours : .unknown
    }
  }

  /// Where the process works: here, or where the lock is that was noted. Many work elsewhere, which tells nothing.
  @inline(never)
  private func judgeByDirectory(_ process: Int32) throws(Errno) -> Verdict {
    var path = CStringBuffer<64>()
    _ = path.append("/proc/")
    path.append(decimal: process)
    _ = path.append("/cwd")
    if try isHome(path) { return .ours }
    _ = path.append("/supervise/lock")
    let lock = try path.withCString { (path) throws(Errno) in
      try ifAnswered { () throws(Errno) in try FileDescriptor.open(path, O_PATH | O_NOFOLLOW) }
    }
    guard let lock else { return .unknown }
    let there = ServiceDetail.LockIdentity(try FileBirth(of: lock))
    let isOriginal = noted.hasNumbers(of: there) || noted.hasBirth(of: there) && !noted.hasBirth(of: current)
    return isOriginal ? .another : .unknown
  }

  private func isHome(_ path: borrowing CStringBuffer<64>) throws(Errno) -> Bool {
    let home = try FileStatus(home).identity
    return try path.withCString { (path) throws(Errno) in
      try ifAnswered { () throws(Errno) in try FileStatus(path) }.map { $0.identity == home } ?? false
    }
  }
}

extension ServiceDetail.LockIdentity {
  init(_ file: FileBirth) {
    self.init(device: file.identity.device, inode: file.identity.inode, birth: file.nanoseconds)
  }
}
