/// An entry of the scan directory and the `runsv` that works for it.
struct ScannedService: Sendable {
  enum Phase: Equatable, Sendable {
    /// The `runsv` of another name works in the same directory; this one's turn comes when that is gone.
    case blocked
    /// It is new, and may still be incomplete, or go again.
    case settling(Settling)
    /// About to be started: the effect is on its way.
    case starting
    /// It failed at once and is tried again later, at a point of the monotonic clock.
    case pausing(until: Int64)
    case running(process: Int32, since: Int64)
    /// It got TERM since its entry went away, and is waited for.
    case leaving(process: Int32)
    /// Only waits for being swept away.
    case gone
  }

  let name: [UInt8]
  let directory: DirectoryIdentity
  var phase = Phase.blocked
  /// Whether the entry was there at the end of the last scan.
  var isPresent = true
  /// The scan that saw the entry last.
  var scan: UInt32
  var failures = FailureCount()
  /// Its `runsv` died of a signal, and none has ended well since: what it supervised may still run.
  var mayHaveOrphan = false
  /// Its `runsv` was started by another `runsvdir`, and is no child.
  var isAdopted = false
  /// How many `runsv` were to be started to take that down.
  var successors: UInt8 = 0

  init(_ name: Span<UInt8>, _ directory: DirectoryIdentity, scan: UInt32) {
    self.name = [UInt8](copying: name)
    self.directory = directory
    self.scan = scan
  }

  /// Whether its `runsv` works in the directory, or will after a pause, so that no other may.
  var occupiesDirectory: Bool {
    switch phase {
    case .blocked, .settling, .gone: false
    case .starting, .pausing, .running, .leaving: true
    }
  }

  var process: Int32? {
    switch phase {
    case .running(let process, _), .leaving(let process): process
    case .blocked, .settling, .starting, .pausing, .gone: nil
    }
  }

  /// Takes note of how its `runsv` has ended. TERM can only end one that has done nothing yet.
  mutating func noteEnd(_ status: WaitStatus) {
    switch status.ending {
    case .signalled(15): break
    case .signalled: mayHaveOrphan = true
    case .exited(0), .exited(UInt8(ServiceMachine.essentialEndedCode)): mayHaveOrphan = false
    case .exited: break
    }
  }

  /// The order of the table: all names of one directory stand side by side.
  func precedes(_ directory: DirectoryIdentity, _ name: Span<UInt8>) -> Bool {
    self.directory == directory ? self.name.precedes(name) : self.directory < directory
  }

  func matches(_ directory: DirectoryIdentity, _ name: Span<UInt8>) -> Bool {
    self.directory == directory && self.name.equals(name)
  }
}

/// How often in a row a `runsv` failed at once, and how long to wait before it is tried again.
struct FailureCount: Equatable, Sendable {
  /// A life this long, in nanoseconds, is no failure.
  static let shortLife: Int64 = 1_000_000_000
  private static let longestPauseSeconds: Int64 = 5
  /// From here on it makes no difference.
  private static let manyFailures: UInt8 = 8

  private(set) var count: UInt8 = 0
  private(set) var isReported = false

  init() {}

  init(_ count: UInt8, isReported: Bool) {
    self.count = min(count, Self.manyFailures)
    self.isReported = isReported
  }

  /// Counts one more and returns the pause after it, in nanoseconds: a second, then twice as long each time.
  mutating func next() -> Int64 {
    if count < Self.manyFailures { count += 1 }
    return min(1 << Int64(count - 1), Self.longestPauseSeconds) * 1_000_000_000
  }

  /// Whether nobody was told so far; from now on somebody was.
  mutating func report() -> Bool {
    defer { isReported = true }
    return !isReported
  }

  mutating func forget() { self = FailureCount() }
}
