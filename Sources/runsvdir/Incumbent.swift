import CLibc
import RunitCore
import Unix

/// A `runsv` that works for a service already though it is no child of ours, as those that a killed `runsvdir` has left.
enum Incumbent: ~Copyable {
  case none
  /// It does not tell which process it is, as that of runit, or works for another scan directory.
  case unknown
  case known(process: Int32, ProcessDescriptor)

  /// Finds the `runsv` of the service `name` of the scan directory in which we work.
  ///
  /// No file that could be old, copied or forged is believed: the process that `detail` names must have the lock open, and
  /// this scan directory, in which it was started.
  static func find(_ name: CString) throws(Errno) -> Incumbent {
    let files = ServiceFiles(name)
    guard files.areAlive else { return .none }
    guard let process = try files.detail().flatMap({ Int32(exactly: $0.supervisorID) }), process > 1,
      process != Process.id,
      let lock = files.lockIdentity
    else { return .unknown }
    let descriptor: ProcessDescriptor
    do throws(Errno) {
      descriptor = try ProcessDescriptor(process)
    } catch {
      if error.isShortage { throw error }
      return error == .noSuchProcess ? .none : .unknown
    }
    let opened = Self.files(of: process)
    let scanDirectory = try FileStatus(".").identity
    guard opened.contains(lock), opened.contains(scanDirectory), !descriptor.hasEnded else { return .unknown }
    return .known(process: process, descriptor)
  }

  /// Which files `process` has open.
  private static func files(of process: Int32) -> [FileStatus.Identity] {
    var path = CStringBuffer<32>()
    _ = path.append("/proc/")
    path.append(decimal: process)
    _ = path.append("/fd")
    guard let directory = try? path.withCString({ (path) throws(Errno) in try FileDescriptor.directory(path) })
    else { return [] }
    var files: [FileStatus.Identity] = []
    _ = try? directory.forEachName { name in
      if let status = try? FileStatus(name, in: directory) { files.append(status.identity) }
    }
    return files
  }
}
