import CLibc
import Console
import RunitCore
import Unix

/// The directory `supervise` of a service or of its logger: the lock that makes this `runsv` the only one, the FIFOs that
/// others talk through, and the names of the state files.
struct SuperviseDirectory: ~Copyable {
  let role: ServiceMachine.Role
  /// Where `supervise` is when it can't be in the service directory.
  private var elsewhere: FileDescriptor?
  private var lock = FileDescriptor(owning: -1)
  /// Which file the lock is: the copy of a directory has another one.
  private(set) var lockIdentity = ServiceDetail.LockIdentity(device: 0, inode: 0)
  /// Whether it lies on no disk that would have to be spared.
  private(set) var isInMemory = true
  /// Whether the directory was not there before, so that nobody can have looked into it.
  private(set) var isNew = false
  /// Open for writing as well, so that the end of the last writer is no end of file.
  private(set) var control = FileDescriptor(owning: -1)
  /// Held open for reading: that a writer can open it says that `runsv` runs.
  private var ok: FileDescriptor?
  /// Those that depend on this service hold its other end.
  private(set) var dependents: FileDescriptor?

  /// One that holds nothing yet.
  init(_ role: ServiceMachine.Role) { self.role = role }

  /// Makes what is missing and takes the lock, in the service directory.
  @inline(never)
  mutating func takePossession() throws(Failure) {
    let location = try SuperviseLocation(role)
    isNew = location.isNew
    elsewhere = location.elsewhere
    try takeLock()
    try makeControl()
    control = try open("log/supervise/control", O_RDWR)
    if role == .service {
      try makeFIFO("log/supervise/dependents", orSay: "supervise/dependents exists but is not a fifo")
    }
    try prepareOK()
    isNew = isNew && lacksDetail
  }

  /// Goes on with what the program that was here before had open.
  mutating func takeOver(_ descriptors: inout DescriptorTable) {
    elsewhere = descriptors.takeDescriptor()
    noteOwner()
    lock = FileDescriptor(owning: descriptors.take())
    try? identify()  // which can be asked of an open file
    control = FileDescriptor(owning: descriptors.take())
    ok = descriptors.takeDescriptor()
    dependents = descriptors.takeDescriptor()
  }

  /// Notes in a place in `/run/runit` whose it is, should the old program not have done so.
  private func noteOwner() {
    switch elsewhere {
    case .some(let directory):
      if let place = try? FallbackPlace(ofLog: role == .log) { _ = try? place.claim(directory) }
    case .none: break
    }
  }

  func list(in descriptors: inout DescriptorTable) {
    descriptors.append(elsewhere)
    descriptors.append(lock.rawValue)
    descriptors.append(control.rawValue)
    descriptors.append(ok)
    descriptors.append(dependents)
  }

  private mutating func takeLock() throws(Failure) {
    let path = paths("log/supervise/lock")
    lock = try open("log/supervise/lock", O_RDWR | O_CREAT, mode: 0o600)
    try paths.explain("unable to lock", path) { () throws(Errno) in try lock.tryLock() }
    do throws(Errno) { try identify() } catch { throw paths.failure("unable to stat", path, error) }
  }

  /// Who is being born.
  var birthRecord: BirthRecord { BirthRecord(in: lock) }

  private mutating func identify() throws(Errno) {
    lockIdentity = .init(try FileBirth(of: lock))
    isInMemory = lock.isInMemory
  }

  /// Whether it is certain that no other `runsv` has been here before the lock was ours.
  private var lacksDetail: Bool {
    do throws(Errno) {
      _ = try FileStatus(paths("log/supervise/detail"), in: paths.base)
      return false
    } catch {
      return error == .noSuchFile
    }
  }

  /// Makes `ok`, and finds out whether it can be opened while nothing runs that would be left alone if it can't.
  private func prepareOK() throws(Failure) {
    let path = paths("log/supervise/ok")
    let reason: Errno
    do throws(Errno) {
      return try paths.base.makeFIFO(path, mode: 0o600)
    } catch {
      reason = error  // an old one does as well
    }
    do throws(Errno) {
      _ = try FileDescriptor.open(path, in: paths.base, O_WRONLY | O_NOFOLLOW)
    } catch {
      if error == .noSuchFile { throw paths.failure("unable to create", path, reason) }
      guard error == .noSuchDevice else { throw paths.failure("unable to read", path, error) }
      // No process reads it, as it should be.
    }
  }

  /// Opens a file that is given as `log/supervise/NAME`.
  private func open(_ file: CString, _ flags: CInt, mode: mode_t = 0) throws(Failure) -> FileDescriptor {
    // No link: whoever was given this directory could have another service's commands taken away by it.
    let path = paths(file)
    return try paths.explain("unable to open", path) { () throws(Errno) in
      try FileDescriptor.open(path, in: paths.base, flags | O_NOFOLLOW, mode: mode)
    }
  }

  /// Makes `control`; where the file system has no FIFOs, as vfat has none, in the place in /run.
  private mutating func makeControl() throws(Failure) {
    let complaint: CString =
      role == .log
      ? "log/supervise/control exists but is not a fifo" : "supervise/control exists but is not a fifo"
    do throws(Failure) {
      return try makeFIFO("log/supervise/control", orSay: complaint)
    } catch {
      guard let reason = error.reason, reason.isLackOfFIFOs, paths.base.rawValue == AT_FDCWD, remove() else {
        throw error
      }
    }
    elsewhere = try SuperviseLocation.makeFallback(role)
    isNew = false
    try takeLock()
    try makeFIFO("log/supervise/control", orSay: complaint)
  }

  /// Removes the directory, in which there is no more than the lock; returns whether it is gone. Nobody looks at the place
  /// in /run while it is there.
  private func remove() -> Bool {
    do throws(Errno) {
      try paths.base.remove(paths("log/supervise/lock"))
      try paths.base.removeDirectory(paths("log/supervise"))
      return true
    } catch {
      return false
    }
  }

  private func makeFIFO(_ file: CString, orSay complaint: CString) throws(Failure) {
    let path = paths(file)
    do throws(Errno) {
      try paths.base.makeFIFO(path, mode: 0o600)
    } catch {
      let reason = error
      let status = try paths.explain("unable to stat", path) { () throws(Errno) in
        try ifAnswered { () throws(Errno) in try FileStatus(ofLink: path, in: paths.base) }
      }
      guard let status else { throw paths.failure("unable to create", path, reason) }
      guard status.kind == .fifo else { throw Failure(complaint) }
    }
  }

  /// Removes the files that runit does not know. What can't be removed stays: the next `runsv` does not believe it.
  func removeAdditions() {
    try? paths.base.remove(paths("log/supervise/detail"))
    if role == .service { try? paths.base.remove(paths("log/supervise/dependents")) }
  }

  var dependentsDescriptor: CInt {
    switch dependents {
    case .some(let fifo): fifo.rawValue
    case .none: -1
    }
  }

  var paths: Paths { Paths(role, elsewhere) }

  /// Whether the directory was removed: what is in it can't be written any more.
  var isGone: Bool {
    do throws(Errno) {
      switch elsewhere {
      case .some(let directory): return try FileStatus(of: directory).linkCount == 0
      case .none: return try FileStatus(role == .log ? "log/supervise" : "supervise").kind != .directory
      }
    } catch {
      return error == .noSuchFile || error == .notDirectory
    }
  }

  /// Lets everybody know that `runsv` runs. The state files must be there by now. Can be tried again.
  mutating func announce() throws(Failure) {
    if role == .service, dependentsDescriptor == -1 {
      dependents = try open("log/supervise/dependents", O_RDONLY)
    }
    guard ok == nil else { return }
    let path = paths("log/supervise/ok")
    ok = try paths.explain("unable to read", path) { () throws(Errno) in
      try FileDescriptor.open(path, in: paths.base, O_RDONLY | O_NOFOLLOW)
    }
  }
}

extension Errno {
  /// Whether the file system, or a sandbox around us, has no FIFOs.
  fileprivate var isLackOfFIFOs: Bool { self == .notPermitted || self == .notImplemented || self == .notSupported }
}
