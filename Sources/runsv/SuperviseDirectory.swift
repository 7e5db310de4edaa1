import CLibc
import RunitCore
import Unix

/// The directory `supervise` of a service or of its logger: the lock that makes this `runsv` the only one, the FIFOs that
/// others talk through, and the names of the state files.
struct SuperviseDirectory: ~Copyable {
  let role: ServiceMachine.Role
  /// Where `supervise` is when it can't be in the service directory.
  private let elsewhere: FileDescriptor?
  private let lock: FileDescriptor
  /// Which file the lock is: the copy of a directory has another one.
  let lockIdentity: ServiceDetail.LockIdentity
  /// Whether the directory was not there before, so that nobody can have looked into it.
  let isNew: Bool
  /// Open for writing as well, so that the end of the last writer is no end of file.
  let control: FileDescriptor
  /// Held open for reading: that a writer can open it says that `runsv` runs.
  private var ok: FileDescriptor?
  /// Those that depend on this service hold its other end.
  private(set) var dependents: FileDescriptor?

  /// Makes what is missing and takes the lock, in the service directory.
  init(_ role: ServiceMachine.Role, name: borrowing ServiceName.Buffer) throws(Failure) {
    let location = try SuperviseLocation(role, name: name)
    let paths = Paths(role, location.elsewhere)
    let lock = try Self.takeLock(paths)
    let identity = try explain("unable to stat", paths("log/supervise/lock"), FileStatus(of: lock)).identity
    let isLog = role == .log
    let controlPath = paths("log/supervise/control")
    try Self.makeFIFO(
      controlPath, in: paths.base,
      orSay: isLog ? "log/supervise/control exists but is not a fifo" : "supervise/control exists but is not a fifo")
    let control = try Self.open(controlPath, in: paths.base, O_RDWR)
    if !isLog { try Self.makeDependents(paths) }
    try Self.prepareOK(paths)
    self.role = role
    isNew = location.isNew && Self.lacksDetail(paths)
    elsewhere = location.elsewhere
    self.lock = lock
    lockIdentity = .init(device: identity.device, inode: identity.inode)
    self.control = control
  }

  /// Goes on with what the program that was here before had open.
  init(continuing role: ServiceMachine.Role, _ descriptors: inout DescriptorTable) {
    self.role = role
    elsewhere = descriptors.takeDescriptor()
    lock = FileDescriptor(owning: descriptors.take())
    let identity = (try? FileStatus(of: lock))?.identity  // which an open file always has
    lockIdentity = .init(device: identity?.device ?? 0, inode: identity?.inode ?? 0)
    isNew = false
    control = FileDescriptor(owning: descriptors.take())
    ok = descriptors.takeDescriptor()
    dependents = descriptors.takeDescriptor()
  }

  func list(in descriptors: inout DescriptorTable) {
    descriptors.append(elsewhere)
    descriptors.append(lock.rawValue)
    descriptors.append(control.rawValue)
    descriptors.append(ok)
    descriptors.append(dependents)
  }

  private static func takeLock(_ paths: Paths) throws(Failure) -> FileDescriptor {
    let path = paths("log/supervise/lock")
    let lock = try open(path, in: paths.base, O_WRONLY | O_APPEND | O_CREAT, mode: 0o600)
    try explain("unable to lock", path, lock.tryLock())
    return lock
  }

  /// Whether it is certain that no other `runsv` has been here before the lock was ours.
  private static func lacksDetail(_ paths: Paths) -> Bool {
    do throws(Errno) {
      _ = try FileStatus(paths("log/supervise/detail"), in: paths.base)
      return false
    } catch {
      return error == .noSuchFile
    }
  }

  private static func makeDependents(_ paths: Paths) throws(Failure) {
    try makeFIFO(
      paths("log/supervise/dependents"), in: paths.base, orSay: "supervise/dependents exists but is not a fifo")
  }

  /// Makes `ok`, and finds out whether it can be opened while nothing runs that would be left alone if it can't.
  private static func prepareOK(_ paths: Paths) throws(Failure) {
    let path = paths("log/supervise/ok")
    do throws(Errno) {
      return try paths.base.makeFIFO(path, mode: 0o600)
    } catch {
      // An old one does as well, and opening says what else is wrong.
    }
    do throws(Errno) {
      _ = try FileDescriptor.open(path, in: paths.base, O_WRONLY | O_NOFOLLOW)
    } catch {
      if error != .noSuchDevice { throw Failure("unable to read", path, error) }  // nobody reads it, as it should be
    }
  }

  private static func open(
    _ path: CString, in base: BaseDirectory, _ flags: CInt, mode: mode_t = 0
  ) throws(Failure) -> FileDescriptor {
    // No link: whoever was given this directory could have another service's commands taken away by it.
    try explain("unable to open", path, FileDescriptor.open(path, in: base, flags | O_NOFOLLOW, mode: mode))
  }

  var dependentsDescriptor: CInt {
    switch dependents {
    case .some(let fifo): fifo.rawValue
    case .none: -1
    }
  }

  var paths: Paths { Paths(role, elsewhere) }

  /// Lets everybody know that `runsv` runs. The state files must be there by now. Can be tried again.
  mutating func announce() throws(Failure) {
    if role == .service, dependentsDescriptor == -1 {
      let path = paths("log/supervise/dependents")
      dependents = try Self.open(path, in: paths.base, O_RDONLY)
    }
    guard ok == nil else { return }
    let path = paths("log/supervise/ok")
    ok = try explain("unable to read", path, FileDescriptor.open(path, in: paths.base, O_RDONLY | O_NOFOLLOW))
  }

  private static func makeFIFO(
    _ path: CString, in base: BaseDirectory, orSay complaint: CString
  ) throws(Failure) {
    do throws(Errno) {
      try base.makeFIFO(path, mode: 0o600)
    } catch {
      let status = try explain("unable to stat", path, FileStatus(ofLink: path, in: base))
      guard status.kind == .fifo else { throw Failure(complaint) }
    }
  }
}

/// How the files in `supervise` are called from where `runsv` works.
struct Paths {
  let base: BaseDirectory
  /// What is left out of `log/supervise/NAME`.
  private let skipped: Int

  init(_ role: ServiceMachine.Role, _ elsewhere: borrowing FileDescriptor?) {
    switch elsewhere {
    case .some(let directory):
      base = BaseDirectory(directory)
      skipped = 14
    case .none:
      base = .working
      skipped = role == .log ? 0 : 4
    }
  }

  /// The path of a file that is given as `log/supervise/NAME`.
  func callAsFunction(_ path: CString) -> CString { path.dropFirst(skipped) }
}
