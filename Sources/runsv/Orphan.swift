import CLibc
import RunitCore
import Unix

/// A process that a former `runsv` of this service left behind when it died: `supervise/detail` names it, or, in the
/// moment before, `supervise/lock`.
struct Orphan {
  let process: Int32
  /// When it started, in clock ticks since the machine did.
  let startTime: UInt64
  /// Whether it is `./finish` and not `./run`.
  let isFinish: Bool
  /// What `supervise/status` said of it; `nil` when that is about another process.
  let status: ServiceStatus?
  let readySince: TAI64N?
  let isOnce: Bool

  /// Finds the process, and makes sure that it is the same: its number may long be another's.
  ///
  /// From then on `holder` holds it fast.
  ///
  /// - Throws: what keeps the kernel from telling. To start another one would not do.
  @inline(never)
  static func find(
    of directory: borrowing SuperviseDirectory, _ surroundings: borrowing Surroundings,
    heldBy holder: inout ProcessDescriptor?
  ) throws(Failure) -> Orphan? {
    // Of what somebody else could have written, nothing is believed: he could name any process, to have it killed by a
    // command to this service.
    let paths = directory.paths
    let path = paths("log/supervise/detail")
    let content: TextBuffer<1280>? = try explain(
      "unable to read", path, SmallFile.read(ifThere: path, in: paths.base, ifOurs: true))
    if let orphan = try find(content, in: directory, surroundings, heldBy: &holder) { return orphan }
    let lockPath = paths("log/supervise/lock")
    let record = try explain("unable to read", lockPath, directory.birthRecord.read())
    return try find(record, in: directory, surroundings, heldBy: &holder)
  }

  /// Finds the process that `content` names.
  private static func find(
    _ content: TextBuffer<1280>?, in directory: borrowing SuperviseDirectory, _ surroundings: borrowing Surroundings,
    heldBy holder: inout ProcessDescriptor?
  ) throws(Failure) -> Orphan? {
    let paths = directory.paths
    guard
      let content, let detail = ServiceDetail(decoding: content.span),
      let process = Int32(exactly: detail.processID), process > 1,
      let bootID = surroundings.bootID, let formerBootID = detail.bootID, bootID.span.equals(formerBootID.span),
      directory.lockIdentity == detail.lock  // a copy of the directory names the original's process
    else { return nil }
    let descriptor: ProcessDescriptor
    do throws(Errno) {
      descriptor = try ProcessDescriptor(process)
    } catch {
      if error.isShortage { throw Failure("unable to adopt the process that runs", nil, error) }
      if error != .noSuchProcess { surroundings.reporter.warn("unable to adopt the process that runs", nil, error) }
      return nil
    }
    // Held by now, so that what is read is about the process that is held.
    let itsStart = try explain("unable to identify the process that runs", nil, ProcessIdentity.startTime(of: process))
    guard let startTime = detail.startTime, startTime == itsStart, !descriptor.hasEnded
    else { return nil }
    let orphan = Orphan(
      process: process, startTime: startTime, isFinish: detail.phase == .finish,
      status: try status(in: paths, of: detail.processID), readySince: detail.readySince,
      isOnce: try isThere(paths("log/supervise/once"), in: paths.base))
    holder = consume descriptor
    return orphan
  }

  private static func status(in paths: Paths, of process: UInt32) throws(Failure) -> ServiceStatus? {
    let path = paths("log/supervise/status")
    guard
      let content: TextBuffer<64> = try explain("unable to read", path, SmallFile.read(ifThere: path, in: paths.base)),
      let status = ServiceStatus(decoding: content.span), status.processID == process
    else { return nil }
    return status
  }

  /// Opens both ends of the pipe that is descriptor `number` of `process`; `nil` when that is none.
  ///
  /// Whoever has the write end is a reader too: a service that writes when `runsv` and the logger were both killed waits
  /// for their successors, in place of dying of `SIGPIPE`, and what is in the pipe stays there.
  ///
  /// - Throws: what keeps the kernel from telling: what is in the pipe would be lost with it.
  static func reopenPipe(_ number: Int32, of process: Int32) throws(Errno) -> Pipe? {
    guard let readEnd = try openPipe(number, of: process, O_RDONLY),
      let writeEnd = try openPipe(number, of: process, O_RDWR),
      (try? readEnd.setNonBlocking(false)) != nil, (try? writeEnd.setNonBlocking(false)) != nil
    else { return nil }
    return Pipe(readEnd: readEnd, writeEnd: writeEnd)
  }

  /// Whether `process` could read from its standard output, as it can from the pipe of a logger; see ``reopenPipe(_:of:)``.
  /// A service that has none may write into a pipe as well, but that is another's.
  static func readsItsOutput(_ process: Int32) -> Bool {
    // The permissions of that link are those of the descriptor.
    path(of: 1, of: process).withCString { try? FileStatus(ofLink: $0) }.map { $0.mode & 0o400 != 0 } ?? true
  }

  private static func path(of number: Int32, of process: Int32) -> CStringBuffer<32> {
    var path = CStringBuffer<32>()
    _ = path.append("/proc/")
    path.append(decimal: process)
    _ = path.append("/fd/")
    path.append(decimal: number)
    return path
  }

  /// Opens the pipe or FIFO behind one of its descriptors; `nil` when that is none.
  static func openPipe(_ number: Int32, of process: Int32, _ flags: CInt) throws(Errno) -> FileDescriptor? {
    return try path(of: number, of: process).withCString { (path) throws(Errno) -> FileDescriptor? in
      do throws(Errno) {
        guard try FileStatus(path).kind == .fifo else { return nil }
        return try FileDescriptor.open(path, flags)
      } catch {
        if error.isShortage { throw error }
        return nil
      }
    }
  }
}
