import CLibc
import Console
import RunitCore
import Unix

/// An open log directory: what it wants, its `current`, and what is to be done for it later.
final class LogDirectory {
  /// As on the command line.
  let name: CString
  var configuration: LogConfiguration
  let options: Options
  var policy: RotationPolicy
  var retention: Retention
  /// The signals that a processor holds back.
  let signalMask: SignalSet
  let inbox: SignalInbox
  /// A socket for ``LogConfiguration/receiver``, if there is one and could be made.
  var remote: DatagramSocket

  var descriptor: FileDescriptor
  var lock: FileDescriptor
  var current = FileDescriptor(owning: -1)
  /// The size of `current`.
  var size = 0
  /// Whether `current` ends within a line.
  var endsInsideLine = false
  /// Whether `current` is to become an old file as soon as it ends with a line.
  var rotatesAtLineEnd = false
  var dropped = DroppedLines()
  /// Whether TERM has ended a wait: nothing more is written.
  var hasGivenUp = false
  var sight = Sight()
  /// Whether another directory may have our name.
  var isAstray = false
  /// Whether lines of a `current` that was removed are being written again.
  var isRescuing = false
  /// `nil` where `config` does not ask for them.
  var counters: CountersFile?

  /// What was decided about the line in progress.
  var isSelected = true
  var processor: Processor?
  /// Whether there may be old files that wait for a processor: at first those that a former svlogd left.
  var hasUnprocessed = true

  /// When `current` is old enough, by the monotonic clock.
  var rotateAt: Int64?
  /// Whether something was written that is not known to be on the disk, and when it has to be.
  var isUnsynced = false
  var syncAt: Int64?
  /// How often a processor has failed since one succeeded, and when to start it again.
  var processorFailures = 0
  var processAt: Int64?
  /// When to try again to say what was dropped.
  var confessAt: Int64?

  private init(
    _ name: CString, _ options: Options, _ signalMask: SignalSet, _ inbox: SignalInbox,
    _ configuration: LogConfiguration, _ descriptor: consuming FileDescriptor, _ lock: consuming FileDescriptor
  ) {
    self.name = name
    self.options = options
    self.signalMask = signalMask
    self.inbox = inbox
    self.configuration = configuration
    policy = configuration.rotationPolicy(options)
    retention = configuration.retention
    remote = DatagramSocket(to: configuration.receiver.map { SocketAddress($0) })
    self.descriptor = descriptor
    self.lock = lock
    openCounters()
  }

  /// Opens the directory `name`, reads its `config`, and gets its `current` ready.
  ///
  /// - Throws: what stands against it.
  static func open(
    _ name: CString, _ options: Options, _ signalMask: SignalSet, _ inbox: SignalInbox
  ) throws(Failure) -> LogDirectory {
    let descriptor = try explain("unable to open log directory:", name, FileDescriptor.open(name, O_RDONLY))
    _ = try explain("unable to change directory:", name, FileStatus(".", in: descriptor))
    let lock = try explain("unable to lock directory:", name, takeLock(in: descriptor))
    let configuration = try firstConfiguration(in: descriptor, of: name)
    let directory = LogDirectory(
      name, options, signalMask, inbox, configuration ?? LogConfiguration(), descriptor, lock)
    if configuration != nil { directory.info("read:", "/config") }
    try directory.openCurrent()
    directory.rotateAt = directory.ageLimit
    return directory
  }

  static func takeLock(in directory: borrowing FileDescriptor) throws(Errno) -> FileDescriptor {
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW
    let lock = try FileDescriptor.open("lock", in: directory, flags, mode: 0o600)
    try lock.tryLock()
    return lock
  }

  /// Gets `current` ready. A former svlogd has marked the one that is there with the owner's x when it closed it; without
  /// that mark it may be incomplete, and goes aside. So does what is no file: a link leads to somebody else's.
  private func openCurrent() throws(Failure) {
    do throws(Errno) {
      let status = try FileStatus(ofLink: "current", in: descriptor)
      let isFile = status.kind == .regular
      if !isFile || status.size > 0 && !status.isOwnerExecutable {
        setAside(as: isFile ? .unprocessed : .safe)
        prune()
      } else {
        makeCurrent("unable to open current:")
        info("append:", "/current")
        return
      }
    } catch {
      if error != .noSuchFile { throw Failure("unable to stat current:", name, error) }
    }
    makeCurrent("unable to open current:")
    info("new:", "/current")
  }

  /// Marks `current` as complete and lets go of the directory.
  func close() {
    // What was removed is kept open for the directory that comes after this one.
    if current.rawValue != -1, !isCurrentRemoved { sealCurrent() }
    counters?.publish()
    lock = FileDescriptor(owning: -1)
    info("close:")
  }

  /// The moment at which a file that begins now is old; `nil` where age does not matter.
  var ageLimit: Int64? {
    guard configuration.maximumAgeSeconds > 0 else { return nil }
    return Clock.monotonic + Int64(configuration.maximumAgeSeconds) * nanosecondsPerSecond
  }

  /// Which directory it is, under whatever name; `nil` if the kernel can't tell.
  var identity: FileStatus.Identity? { (try? FileStatus(of: descriptor))?.identity }

  /// Goes on with the line in progress as the directory that had our name before, and with what that one has lost.
  func continueLine(of former: LogDirectory) {
    isSelected = former.isSelected
    former.reportDropped()
    if former.current.rawValue != -1 { rescue(former.current, from: former.sight.seenSize) }
  }
}
