/// The wait of a new entry of the scan directory before it is started: a link may go at once, as the temporary one that
/// `ln -sf` renames, and a directory may still be filled.
///
/// Points of time are nanoseconds of the monotonic clock.
struct Settling: Equatable, Sendable {
  /// How long an entry must be there before it counts.
  static let shortest: Int64 = 5_000_000
  /// How long a directory must not have changed.
  private static let quiet: Int64 = 1_000_000_000
  /// A directory is started after this time, whatever it holds.
  private static let longest: Int64 = 5_000_000_000
  /// The times of files come from a clock that lags by up to a tick of the kernel.
  private static let tick: Int64 = 10_000_000

  let appeared: Int64
  /// When the entry is to be examined.
  private(set) var deadline: Int64
  /// Whether the entry led nowhere before: its directory may be incomplete, even behind a link.
  let wasAbsent: Bool
  /// Whether the directory had a `runsv` under another name when the entry appeared.
  var isRenamed = false
  private var examined: Int64
  private var lastChange: FileTime?
  private var quietSince: Int64

  init(since appeared: Int64, wasAbsent: Bool = false) {
    self.appeared = appeared
    self.wasAbsent = wasAbsent
    deadline = appeared + Self.shortest
    examined = appeared
    quietSince = appeared
  }

  /// Awaits the answer of an examination.
  mutating func beginExamination() { deadline = .max }

  /// Takes note of what was found at `now`; returns whether the service can be started.
  mutating func update(with found: EntryExamination.Directory?, at now: Int64, wall: FileTime) -> Bool {
    if let found, found.lastChange != lastChange {
      // The clock of files may be set, or be another computer's. It is believed where it agrees with ours.
      let age = found.lastChange.age(at: wall)
      let window = now - examined
      quietSince = age.map { (0...(window + Self.tick)).contains($0) ? now - min($0, window) : now } ?? now
      lastChange = found.lastChange
    }
    examined = now
    let limit = appeared + Self.longest
    guard limit > now else { return true }
    let isReady = found?.hasRun == true
    if isReady, now - quietSince >= Self.quiet { return true }
    deadline = min(limit, (isReady ? quietSince : now) + Self.quiet)
    return false
  }
}

/// What is found where a new entry was seen.
package enum EntryExamination: Equatable, Sendable {
  /// The directory of a service, as far as that shows whether it is complete.
  package struct Directory: Equatable, Sendable {
    package let hasRun: Bool
    /// When it changed last, or one of the directories in it that `runsv` reads.
    package let lastChange: FileTime

    package init(hasRun: Bool, lastChange: FileTime) {
      self.hasRun = hasRun
      self.lastChange = lastChange
    }
  }

  /// Nothing, or something else.
  case gone
  /// A link, which is made when its directory is complete.
  case link
  case directory(Directory)
  /// Nobody knows: the kernel is short of something.
  case unknown
}

/// A time stamp of a file, since 1970.
package struct FileTime: Comparable, Sendable {
  package let seconds: Int64
  package let nanoseconds: UInt32

  package init(seconds: Int64, nanoseconds: UInt32) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Nanoseconds from then until `now`; `nil` when that is more than an hour, in either direction.
  func age(at now: FileTime) -> Int64? {
    let (difference, isAbsurd) = now.seconds.subtractingReportingOverflow(seconds)
    guard !isAbsurd, (-3_600...3_600).contains(difference) else { return nil }
    return difference * 1_000_000_000 + Int64(now.nanoseconds) - Int64(nanoseconds)
  }

  package static func < (left: FileTime, right: FileTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
