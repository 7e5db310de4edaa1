/// What `runsv` publishes in `supervise/detail`: all that runit's 20 bytes have no room for.
///
/// The file is text, a line `key value` each. A value that is not known is left out; a reader passes over keys that it
/// does not know.
///
///     phase        down | waiting | starting | up | ready | exiting | stopping | finish | done | failed
///     pid          decimal
///     start-time   field 22 of /proc/PID/stat; without a pid, that of the last process, or when it was first wanted
///     boot-id      of /proc/sys/kernel/random/boot_id
///     ready-since  @TAI64N label
///     starts       number of starts of ./run since this runsv began
///     last-exit    exit CODE | signal NAME | unknown
///     last-exit-at @TAI64N label
///     waiting-for  names, separated by blanks
///     reason       one line of text for phase failed
///     lock         device and inode of supervise/lock, as DEVICE:INODE: a copy of the directory has another
///     supervisor   process id of the runsv that wrote this
///     exit-code    what runsv exits with, unless that is 0; written at its end
///     lock-birth   when supervise/lock was made, in nanoseconds since 1970: it outlives a change of the inode on overlayfs
///     want         up | down | once | exit: what the operator asked for last; without it the file down says that
public struct ServiceDetail: Sendable {
  /// Where a service stands in its life.
  public enum Phase: UInt8, CaseIterable, Sendable {
    case down
    /// Down, wanted up: a dependency is not ready, or a pause is not over.
    case waiting
    /// `./run` runs, and its readiness, which is tracked, is awaited.
    case starting
    /// `./run` runs, and its readiness is not tracked.
    case up
    /// `./run` runs, and has become ready.
    case ready
    /// Told to go, but dependents still need the service.
    case exiting
    /// The down-signal was sent.
    case stopping
    case finish
    /// A one-shot whose work is done.
    case done
    /// Given up until the operator says `up` again.
    case failed

    public var text: Literal {
      switch self {
      case .down: "down"
      case .waiting: "waiting"
      case .starting: "starting"
      case .up: "up"
      case .ready: "ready"
      case .exiting: "exiting"
      case .stopping: "stopping"
      case .finish: "finish"
      case .done: "done"
      case .failed: "failed"
      }
    }
  }

  /// What the operator has asked for.
  public enum Want: UInt8, CaseIterable, Sendable {
    case up
    case down
    case once
    case exit

    public var text: Literal {
      switch self {
      case .up: "up"
      case .down: "down"
      case .once: "once"
      case .exit: "exit"
      }
    }
  }

  /// How the last life of `./run` ended.
  public enum LastExit: Equatable, Sendable {
    case exited(code: UInt8)
    case signalled(number: UInt8)
    /// An adopted process was nobody's child: its exit code is lost.
    case unknown
  }

  /// Which file `supervise/lock` is: it tells a service directory from its copies.
  public struct LockIdentity: Equatable, Sendable {
    public let device: UInt64
    public let inode: UInt64
    /// Nanoseconds since 1970; `nil` where the file system does not tell.
    public var birth: UInt64?

    public init(device: UInt64, inode: UInt64, birth: UInt64? = nil) {
      self.device = device
      self.inode = inode
      self.birth = birth
    }

    /// Whether both are the same file by its numbers.
    public func hasNumbers(of other: LockIdentity) -> Bool { device == other.device && inode == other.inode }

    /// Whether both were made at the same time. A snapshot of the file system has the same as the original.
    public func hasBirth(of other: LockIdentity) -> Bool { birth != nil && birth == other.birth }
  }

  /// The letters of a boot id: a UUID.
  public typealias BootID = InlineArray<36, UInt8>

  public var phase: Phase
  /// The process that `supervise/status` names too; 0 when there is none.
  public var processID: UInt32 = 0
  /// With ``bootID`` and ``processID``: which process it is, however often its number is used again. Without a process,
  /// no later than the state that the detail tells of.
  public var startTime: UInt64?
  public var bootID: BootID?
  public var readySince: TAI64N?
  public var starts: UInt64 = 0
  public var lastExit: LastExit?
  public var lastExitAt: TAI64N?
  /// Names, separated by blanks.
  public var waitingFor = TextBuffer<512>()
  public var reason = TextBuffer<256>()
  public var lock: LockIdentity?
  /// The `runsv` that wrote this; 0 when it is not known.
  public var supervisorID: UInt32 = 0
  /// What it exits with.
  public var exitCode: UInt8 = 0
  public var want: Want?

  public init(phase: Phase) { self.phase = phase }

  /// No file that ``write(to:)`` makes is longer.
  public static let encodedCapacity = 1280
}
