/// What tells whether a directory has changed since it was read.
package struct DirectoryStamp: Equatable, Sendable {
  package let identity: DirectoryIdentity
  /// The time of the last change, seconds since 1970 and nanoseconds.
  package let modified: (seconds: Int64, nanoseconds: UInt32)

  package init(_ identity: DirectoryIdentity, modified seconds: Int64, _ nanoseconds: UInt32) {
    self.identity = identity
    modified = (seconds, nanoseconds)
  }

  package static func == (left: DirectoryStamp, right: DirectoryStamp) -> Bool {
    left.identity == right.identity && left.modified == right.modified
  }

  /// Whether the directory could change once more without its time showing that. Two seconds are the coarsest clock of
  /// a file system.
  func isFresh(at wallSeconds: Int64) -> Bool {
    let (age, isAbsurd) = wallSeconds.subtractingReportingOverflow(modified.seconds)
    return !isAbsurd && (-2...2).contains(age)
  }
}

/// When to look at the scan directory, and when to read it. Points of time are nanoseconds of the monotonic clock.
package struct ScanPolicy: Sendable {
  /// The pause between two looks when there are no news.
  private static let interval: Int64 = 5_000_000_000
  /// The same as long as the directory was never read.
  private static let firstInterval: Int64 = 1_000_000_000
  /// A stream of news takes at most a tenth of the time for scans: so the cost of adding many services one by one grows
  /// with their number, not with its square.
  private static let restPerScan: Int64 = 9

  /// What was read, as far as a change of it would show.
  private var known: DirectoryStamp?
  private var wasRead = false
  /// The directory that was read last; `nil` when that was done by a program that was here before.
  private var lastRead: DirectoryIdentity?
  private var hasNews = false
  private var began: Int64 = 0
  private let isContinued: Bool
  /// When the next look is due.
  package private(set) var deadline: Int64 = 0
  private var earliest: Int64 = 0

  /// Begins where another program went on with the directory before, or anew.
  package init(isContinued: Bool = false) { self.isContinued = isContinued }

  /// Something has changed, or the operator says so.
  package mutating func noteNews() {
    hasNews = true
    deadline = min(deadline, earliest)
  }

  package mutating func beginLook(at now: Int64) { began = now }

  /// Whether the directory is to be read, given what it looks like now.
  package func mustRead(_ stamp: DirectoryStamp) -> Bool { hasNews || known != stamp }

  /// Whether `directory` was never read before, so that all that is in it may have been there for long.
  package func isInitial(_ directory: DirectoryIdentity) -> Bool {
    lastRead.map { $0 != directory } ?? !isContinued
  }

  /// The directory was read whole; `stamp` is from before that.
  package mutating func noteRead(_ stamp: DirectoryStamp, atWall wallSeconds: Int64, isSettled: Bool) {
    known = isSettled && !stamp.isFresh(at: wallSeconds) ? stamp : nil
    lastRead = stamp.identity
    wasRead = true
    hasNews = false
  }

  package mutating func endLook(at now: Int64) {
    earliest = now + Self.restPerScan * (now - began)
    deadline = began + (wasRead ? Self.interval : Self.firstInterval)
  }
}
