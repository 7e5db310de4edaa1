import CLibc
import RunitCore
import Unix

/// An open log directory: what it wants, its `current`, and what is to be done for it later.
final class LogDirectory {
  /// As on the command line.
  let name: CString
  let configuration: LogConfiguration
  let options: Options
  let policy: RotationPolicy
  let retention: Retention
  /// The signals that a processor holds back.
  let signalMask: SignalSet
  /// Which directory it is, under whatever name.
  var identity: FileStatus.Identity
  /// A socket for ``LogConfiguration/receiver``, if there is one and could be made.
  let remote: DatagramSocket

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
    _ name: CString, _ options: Options, _ signalMask: SignalSet, _ configuration: LogConfiguration,
    _ identity: FileStatus.Identity, _ descriptor: consuming FileDescriptor, _ lock: consuming FileDescriptor
  ) {
    self.name = name
    self.options = options
    self.signalMask = signalMask
    self.configuration = configuration
    self.identity = identity
    policy = RotationPolicy(maximumSize: configuration.maximumSize, lineLimit: options.lineLimit)
    retention = Retention(
      maximumCount: configuration.maximumCount, minimumCount: configuration.minimumCount,
      totalSize: configuration.totalSize, hasProcessor: !configuration.processor.isEmpty)
    remote = DatagramSocket(to: configuration.receiver.map { SocketAddress($0) })
    counters = configuration.hasCounters ? CountersFile.open(in: descriptor, of: name) : nil
    self.descriptor = descriptor
    self.lock = lock
  }

  /// Opens the directory `name`, reads its `config`, and gets its `current` ready.
  ///
  /// - Throws: what stands against it. What can be waited for is waited for.
  static func open(_ name: CString, _ options: Options, _ signalMask: SignalSet) throws(Failure) -> LogDirectory {
    let descriptor = try explain("unable to open log directory:", name, FileDescriptor.open(name, O_RDONLY))
    let status = try explain("unable to change directory:", name, FileStatus(".", in: descriptor))
    let lock = try explain("unable to lock directory:", name, takeLock(in: descriptor))
    let configuration = LogConfiguration.read(in: descriptor, of: name)
    let directory = LogDirectory(
      name, options, signalMask, configuration ?? LogConfiguration(), status.identity, descriptor, lock)
    if configuration != nil { directory.info("read:", "/config") }
    try directory.openCurrent()
    if directory.configuration.maximumAgeSeconds > 0 { directory.rotateAt = directory.ageLimit }
    return directory
  }

  static func takeLock(in directory: borrowing FileDescriptor) throws(Errno) -> FileDescriptor {
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW
    let lock = try FileDescriptor.open("lock", in: directory, flags, mode: 0o600)
    try lock.tryLock()
    return lock
  }

  /// Gets `current` ready. A former svlogd has marked the one that is there with the owner's x when it closed it; without
  /// that mark it may be incomplete, and goes aside. So does a link, which leads to somebody else's file.
  private func openCurrent() throws(Failure) {
    do throws(Errno) {
      let status = try FileStatus(ofLink: "current", in: descriptor)
      let isLink = status.kind == .symbolicLink
      if isLink || status.size > 0 && !status.isOwnerExecutable {
        setAside(as: isLink ? .safe : .unprocessed)
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
    if current.rawValue != -1 { sealCurrent() }
    counters?.publish()
    lock = FileDescriptor(owning: -1)
    info("close:")
  }

  /// The moment at which a file that begins now is old.
  var ageLimit: Int64 { Clock.monotonic + Int64(configuration.maximumAgeSeconds) * nanosecondsPerSecond }

  /// Goes on with the line in progress as the directory that had our name before, and with what it still has to say.
  func continueLine(of former: LogDirectory) {
    isSelected = former.isSelected
    guard identity == former.identity else { return former.reportDropped() }
    if configuration.hasCounters, former.counters != nil { swap(&counters, &former.counters) }
    dropped = former.dropped
    endsInsideLine = former.endsInsideLine
    rotatesAtLineEnd = former.rotatesAtLineEnd
  }
}
