import CLibc
import Console
import RunitCore
import Unix

/// What a `runsv` of this service that was killed has left: `supervise/detail` tells of it, or, in the moment before a
/// process is named there, `supervise/lock`.
struct FormerRunsv {
  /// Its process, if that still runs.
  private(set) var orphan: Orphan?
  /// A process that runs, of which it is not certain whose it is.
  private(set) var doubt: (process: Int32, startTime: UInt64)?
  /// What it was told, and how far the service had come.
  private(set) var inheritance: Inheritance?
  /// The time that the inheritance is of: see ``ServiceDetail/startTime``.
  private(set) var startTime: UInt64?

  /// Looks for it.
  ///
  /// From then on `holder` holds the process fast.
  ///
  /// - Throws: what keeps the kernel from telling. To start another process would not do.
  @inline(never)
  static func find(
    in directory: borrowing SuperviseDirectory, _ surroundings: borrowing Surroundings,
    heldBy holder: inout ProcessDescriptor?
  ) throws(Failure) -> FormerRunsv {
    // Of what somebody else could have written, nothing is believed: he could name any process, to have it killed by a
    // command to this service.
    let paths = directory.paths
    let path = paths("log/supervise/detail")
    let content: TextBuffer<1280>? = try explain(
      "unable to read", path, SmallFile.read(ifThere: path, in: paths.base, ifOurs: true))
    var former = FormerRunsv()
    try former.read(content, in: directory, surroundings, heldBy: &holder)
    guard former.orphan == nil, former.doubt == nil else { return former }
    let lockPath = paths("log/supervise/lock")
    let record = try explain("unable to read", lockPath, directory.birthRecord.read())
    guard let record, record.count > 0 else { return former }
    var younger = FormerRunsv()
    try younger.read(record, in: directory, surroundings, heldBy: &holder)
    if younger.orphan != nil || younger.doubt != nil { return younger }
    former.inheritance?.forgetProgress()  // a process came after that, and has ended
    return former
  }

  /// Takes what `content` tells, if that is about this service and this boot.
  private mutating func read(
    _ content: TextBuffer<1280>?, in directory: borrowing SuperviseDirectory, _ surroundings: borrowing Surroundings,
    heldBy holder: inout ProcessDescriptor?
  ) throws(Failure) {
    guard let content, let detail = ServiceDetail(decoding: content.span), let lock = detail.lock,
      let bootID = surroundings.bootID, let formerBootID = detail.bootID, bootID.span.equals(formerBootID.span)
    else { return }
    let owner = ProcessOwner(lock, of: directory)
    var descriptor: ProcessDescriptor?
    if let process = Int32(exactly: detail.processID), process > 1,
      let start = try Self.hold(process, startedAt: detail.startTime, surroundings.reporter, &descriptor)
    {
      switch try explain("unable to identify the process that runs", nil, owner.judge(process)) {
      case .ours:
        holder = descriptor.take()
        try adopt(process, start, detail, directory.paths)
      case .another: break
      case .unknown: doubt = (process, start)
      }
    } else if owner.isOurDetail {
      try inherit(detail, directory.paths)
    }
  }

  /// Holds `process` if it is the one that started at `startTime`: its number may long be another's. Returns when it
  /// started, as it seems here.
  private static func hold(
    _ process: Int32, startedAt startTime: UInt64?, _ reporter: Reporter, _ holder: inout ProcessDescriptor?
  ) throws(Failure) -> UInt64? {
    let descriptor: ProcessDescriptor
    do throws(Errno) {
      descriptor = try ProcessDescriptor(process)
    } catch {
      if error.isShortage { throw Failure("unable to adopt the process that runs", nil, error) }
      if error != .noSuchProcess { reporter.warn("unable to adopt the process that runs", nil, error) }
      return nil
    }
    // Held by now, so that what is read is about the process that is held.
    let start = try explain("unable to identify the process that runs", nil, ProcessIdentity.startTime(of: process))
    let isTheSame = try explain(
      "unable to identify the process that runs", nil,
      ProcessIdentity.hasStarted(process, at: startTime, current: start))
    guard isTheSame, !descriptor.hasEnded else { return nil }
    holder = consume descriptor
    return start
  }

  private mutating func adopt(
    _ process: Int32, _ start: UInt64, _ detail: borrowing ServiceDetail, _ paths: Paths
  ) throws(Failure) {
    var status = try Self.status(in: paths)
    if status?.processID != detail.processID { status = nil }
    orphan = Orphan(
      process: process, startTime: start, isFinish: detail.phase == .finish, status: status,
      readySince: detail.readySince)
    inheritance = Inheritance(ofRunning: detail, status)
  }

  private mutating func inherit(_ detail: borrowing ServiceDetail, _ paths: Paths) throws(Failure) {
    guard let noted = detail.startTime, let status = try Self.status(in: paths) else { return }
    // The container is another one than it was then, and for it the machine has booted.
    if let first = try explain("unable to read /proc/1/stat", nil, ProcessIdentity.startTime(of: 1)), first > noted {
      return
    }
    startTime = noted
    inheritance = Inheritance(of: detail, status)
  }

  private static func status(in paths: Paths) throws(Failure) -> ServiceStatus? {
    let path = paths("log/supervise/status")
    let content: TextBuffer<64>? = try explain("unable to read", path, SmallFile.read(ifThere: path, in: paths.base))
    return content.flatMap { ServiceStatus(decoding: $0.span) }
  }
}
