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
package struct ServiceDetail: Sendable {
  /// Where a service stands in its life.
  package enum Phase: UInt8, CaseIterable, Sendable {
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

    package var text: Literal {
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
  package enum Want: UInt8, CaseIterable, Sendable {
    case up
    case down
    case once
    case exit

    package var text: Literal {
      switch self {
      case .up: "up"
      case .down: "down"
      case .once: "once"
      case .exit: "exit"
      }
    }
  }

  /// How the last life of `./run` ended.
  package enum LastExit: Equatable, Sendable {
    case exited(code: UInt8)
    case signalled(number: UInt8)
    /// An adopted process was nobody's child: its exit code is lost.
    case unknown
  }

  /// Which file `supervise/lock` is: it tells a service directory from its copies.
  package struct LockIdentity: Equatable, Sendable {
    package let device: UInt64
    package let inode: UInt64
    /// Nanoseconds since 1970; `nil` where the file system does not tell.
    package var birth: UInt64?

    package init(device: UInt64, inode: UInt64, birth: UInt64? = nil) {
      self.device = device
      self.inode = inode
      self.birth = birth
    }

    /// Whether both are the same file by its numbers.
    package func hasNumbers(of other: LockIdentity) -> Bool { device == other.device && inode == other.inode }

    /// Whether both were made at the same time. A snapshot of the file system has the same as the original.
    package func hasBirth(of other: LockIdentity) -> Bool { birth != nil && birth == other.birth }
  }

  /// The letters of a boot id: a UUID.
  package typealias BootID = InlineArray<36, UInt8>

  package var phase: Phase
  /// The process that `supervise/status` names too; 0 when there is none.
  package var processID: UInt32 = 0
  /// With ``bootID`` and ``processID``: which process it is, however often its number is used again. Without a process,
  /// no later than the state that the detail tells of.
  package var startTime: UInt64?
  package var bootID: BootID?
  package var readySince: TAI64N?
  package var starts: UInt64 = 0
  package var lastExit: LastExit?
  package var lastExitAt: TAI64N?
  /// Names, separated by blanks.
  package var waitingFor = TextBuffer<512>()
  package var reason = TextBuffer<256>()
  package var lock: LockIdentity?
  /// The `runsv` that wrote this; 0 when it is not known.
  package var supervisorID: UInt32 = 0
  /// What it exits with.
  package var exitCode: UInt8 = 0
  package var want: Want?

  package init(phase: Phase) { self.phase = phase }

  /// No file that ``write(to:)`` makes is longer.
  package static let encodedCapacity = 1280
}
