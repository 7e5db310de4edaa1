import RunitCore

/// When `current` was last seen in its place, and when it is to be looked at again.
///
/// There is no event for its removal, nor for that of its directory. It is looked at before a write, but at most once a second;
/// and once more when something was written without a look. While nothing is written there are no looks.
struct Sight {
  private static let pause = nanosecondsPerSecond

  /// The size of `current` then. What was written since may be in a file without a name.
  var seenSize = 0
  private var seenAt: Int64?
  /// When to look without waiting for another write.
  private(set) var lookAt: Int64?

  /// Whether to look before what is written now.
  mutating func isLookDue(at now: Int64) -> Bool {
    guard let seenAt, now < seenAt + Self.pause else { return true }
    lookAt = seenAt + Self.pause
    return false
  }

  /// Takes note that `current`, which has `size` bytes, was looked at.
  mutating func look(at now: Int64, size: Int) {
    seenAt = now
    lookAt = nil
    seenSize = size
  }
}
