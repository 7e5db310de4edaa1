import CLibc
import Console
import RunitCore
import Unix

/// Publishes a service's state: `pid`, `stat`, `detail` and, last, `status`.
///
/// Each is written beside the old one and put in its place, so that no reader ever sees half a file, and the old state
/// stays when the disk is full.
struct StateFiles {
  let paths: Paths
  private let birthRecord: BirthRecord
  private let reporter: Reporter
  /// Whether to rename a file over another makes the file system write to a disk.
  let isOnDisk: Bool
  /// The process that `supervise/pid` names; `nil` before it was first written.
  private var publishedProcess: Int32?
  /// The checksum of what `supervise/stat` says.
  private var publishedStat: UInt64?
  /// The checksum of the ``ServiceDetail`` that was written last.
  private var publishedDetail: UInt64?
  /// Whether the birth record may say something.
  private var hasBirthRecord: Bool
  /// Whether `supervise/once` is there; `nil` before it was first looked after.
  private var hasOnceFile: Bool?
  /// Whether the directory is new, so that nothing is in the place of the files.
  private(set) var isNew = false
  /// Whether it was said that something can't be written.
  private var hasComplained = false

  init(_ directory: borrowing SuperviseDirectory, _ reporter: Reporter) {
    paths = directory.paths
    birthRecord = directory.birthRecord
    hasBirthRecord = !directory.isNew
    self.reporter = reporter
    isOnDisk = !directory.isInMemory
    isNew = directory.isNew
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
      announce(detail)  // nor they it
    }
    isNew = false
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
    if checksum != publishedDetail {
      publishedDetail = nil
      try replace(.detail, with: text.span)
      publishedDetail = checksum
    }
    clearBirthRecord()
  }

  /// Writes the detail before all else is written; returns whether that went well.
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

  /// Names the process that is about to become `./run` or `./finish`, from within it: should `runsv` die at this very
  /// moment, its successor knows whom to adopt.
  mutating func announceBirth(_ detail: borrowing ServiceDetail) {
    clearBirthRecord()
    hasBirthRecord = true  // or a part of it
    if !birthRecord.write(detail) { announce(detail) }
  }

  private mutating func clearBirthRecord() {
    if hasBirthRecord { hasBirthRecord = !birthRecord.clear() }
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
        complain(paths.failure("unable to change", path, error))
        return false
      }
    }
    hasOnceFile = isOnce
    return true
  }
}
