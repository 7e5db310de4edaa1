import CLibc
import RunitCore
import Unix

/// A process that a former `runsv` of this service left behind when it died.
struct Orphan {
  let process: Int32
  /// When it started, in clock ticks since the machine did.
  let startTime: UInt64
  /// Whether it is `./finish` and not `./run`.
  let isFinish: Bool
  /// What `supervise/status` said of it; `nil` when that is about another process.
  let status: ServiceStatus?
  let readySince: TAI64N?

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
