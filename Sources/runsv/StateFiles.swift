import CLibc
import RunitCore
import Unix

/// Publishes a service's state: `pid`, `stat`, `detail` and, last, `status`.
///
/// Each is written beside the old one and renamed over it, so that no reader ever sees half a file, and the old state
/// stays when the disk is full.
struct StateFiles {
  private let paths: Paths
  private let reporter: Reporter
  /// Whether to rename a file over another makes the file system write to a disk.
  private let isOnDisk: Bool
  /// The process that `supervise/pid` names; `nil` before it was first written.
  private var publishedProcess: Int32?
  /// The checksum of what `supervise/stat` says.
  private var publishedStat: UInt64?
  /// The checksum of the ``ServiceDetail`` that was written last.
  private var publishedDetail: UInt64?
  /// Whether `supervise/once` is there; `nil` before it was first looked after.
  private var hasOnceFile: Bool?
  /// Whether nobody can know the files yet, so that they can be made in their places.
  private var isUnseen = false
  /// Whether it was said that something can't be written.
  private var hasComplained = false

  init(_ directory: borrowing SuperviseDirectory, _ reporter: Reporter) {
    paths = directory.paths
    self.reporter = reporter
    isOnDisk = !directory.isInMemory
    isUnseen = directory.isNew
    if directory.isNew { hasOnceFile = false }
  }

  /// Writes the files; returns whether all of them say now what is so. What fails is reported once.
  mutating func publish(_ machine: borrowing ServiceMachine, _ detail: borrowing ServiceDetail) -> Bool {
    var isComplete = true
    do throws(Failure) {
      try publishProcess(machine.process)
      try publishStat(machine)
      isComplete = announce(detail)  // which must not keep the files of runit's own from being written
      try replace(.status, with: machine.status.encoded.span)
    } catch {
      isComplete = false
      complain(error)
    }
    isUnseen = false
    if !publishOnce(machine.isOnce) { isComplete = false }
    if isComplete { hasComplained = false }
    return isComplete
  }

  private mutating func complain(_ failure: Failure) {
    if !hasComplained { reporter.report(.warning, failure) }
    hasComplained = true
  }

  private mutating func publishProcess(_ process: Int32) throws(Failure) {
    guard process != publishedProcess else { return }
    publishedProcess = nil
    var text = TextBuffer<64>()
    if process != 0 {
      text.append(decimal: UInt64(UInt32(bitPattern: process)))
      text.append("\n")
    }
    try replace(.process, with: text.span)
    publishedProcess = process
  }

  /// Writes the text for people if it differs from what was written last.
  private mutating func publishStat(_ machine: borrowing ServiceMachine) throws(Failure) {
    var text = TextBuffer<64>()
    machine.writeStat(to: &text)
    let checksum = text.span.checksum
    guard checksum != publishedStat else { return }
    publishedStat = nil
    try replace(.stat, with: text.span)
    publishedStat = checksum
  }

  /// Writes the detail if it differs from what was written last.
  private mutating func publishDetail(_ detail: borrowing ServiceDetail) throws(Failure) {
    var text = TextBuffer<1280>()
    detail.write(to: &text)
    let checksum = text.span.checksum
    guard checksum != publishedDetail else { return }
    publishedDetail = nil
    try replace(.detail, with: text.span)
    publishedDetail = checksum
  }

  /// Names the process that is about to become `./run` or `./finish`, from within it: should `runsv` die at this very
  /// moment, its successor knows whom to adopt. Returns whether that is written.
  @discardableResult
  mutating func announce(_ detail: borrowing ServiceDetail) -> Bool {
    do throws(Failure) {
      try publishDetail(detail)
      return true
    } catch {
      complain(error)
      return false
    }
  }

  /// `supervise/once` exists while the operator wants one life only, which `status` does not tell from *down*.
  private mutating func publishOnce(_ isOnce: Bool) -> Bool {
    guard isOnce != hasOnceFile else { return true }
    let path = paths("log/supervise/once")
    do throws(Errno) {
      if isOnce {
        _ = try FileDescriptor.open(path, in: paths.base, O_WRONLY | O_CREAT | O_NOFOLLOW, mode: 0o644)
      } else {
        try paths.base.remove(path)
      }
    } catch {
      guard error == .noSuchFile, !isOnce else {
        complain(Failure("unable to change", path, error))
        return false
      }
    }
    hasOnceFile = isOnce
    return true
  }

  private func replace(_ file: StateFile, with content: Span<UInt8>) throws(Failure) {
    let path = paths(file.path)
    if isUnseen { return try write(content, to: path) }
    let newPath = paths(file.newPath)
    try write(content, to: newPath)
    do throws(Errno) {
      try put(newPath, inPlaceOf: path)
    } catch {
      try? paths.base.remove(newPath)
      throw Failure(file.renameAction, path, error)
    }
  }

  /// Puts the file `newPath` in the place of `path`.
  ///
  /// On a disk it is not renamed over the old one where that can be spared: ext4 and btrfs would write it out at once,
  /// which takes ten times as long. What is said here nobody needs after a loss of power.
  private func put(_ newPath: CString, inPlaceOf path: CString) throws(Errno) {
    if isOnDisk, (try? paths.base.exchange(newPath, with: path)) != nil {
      if (try? paths.base.remove(newPath)) != nil { return }
      try paths.base.exchange(newPath, with: path)  // a directory was in the way, say: that is for rename to tell
    }
    try paths.base.rename(newPath, to: path)
  }

  private func write(_ content: Span<UInt8>, to path: CString) throws(Failure) {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW
    let descriptor = try explain(
      "unable to open", path, FileDescriptor.open(path, in: paths.base, flags, mode: 0o644))
    do throws(Errno) {
      guard try content.isEmpty ? true : descriptor.write(content) == content.count else {
        try? paths.base.remove(path)
        throw .noSpace
      }
    } catch {
      try? paths.base.remove(path)
      throw Failure("unable to write", path, error)
    }
  }
}

/// A file that others read.
private enum StateFile {
  case process
  case stat
  case detail
  case status

  var path: CString {
    switch self {
    case .process: "log/supervise/pid"
    case .stat: "log/supervise/stat"
    case .detail: "log/supervise/detail"
    case .status: "log/supervise/status"
    }
  }

  var newPath: CString {
    switch self {
    case .process: "log/supervise/pid.new"
    case .stat: "log/supervise/stat.new"
    case .detail: "log/supervise/detail.new"
    case .status: "log/supervise/status.new"
    }
  }

  var renameAction: CString {
    switch self {
    case .process: "unable to rename pid.new to"
    case .stat: "unable to rename stat.new to"
    case .detail: "unable to rename detail.new to"
    case .status: "unable to rename status.new to"
    }
  }
}
