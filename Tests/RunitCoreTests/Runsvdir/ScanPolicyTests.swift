import RunitCore
import Testing

@Suite("The scan policy")
struct ScanPolicyTests {
  static let millisecond: Int64 = 1_000_000
  static let second: Int64 = 1_000_000_000

  /// A directory that was changed 100 seconds after 1970.
  static let stamp = DirectoryStamp(DirectoryIdentity(device: 1, inode: 2), modified: 100, 5)

  var policy = ScanPolicy()

  /// A look at `now` that takes a millisecond; without a time of day the directory is not read.
  mutating func look(at now: Int64, wall: Int64?, isSettled: Bool = true) {
    policy.beginLook(at: now)
    if let wall { policy.noteRead(Self.stamp, atWall: wall, isSettled: isSettled) }
    policy.endLook(at: now + Self.millisecond)
  }

  @Test func `looks at once to begin with`() {
    #expect(policy.deadline == 0)
    #expect(policy.mustRead(Self.stamp))
  }

  @Test mutating func `looks every second until the directory was read, then every five`() {
    look(at: 0, wall: nil)
    #expect(policy.deadline == Self.second)
    look(at: Self.second, wall: 200)
    #expect(policy.deadline == 6 * Self.second)
  }

  @Test mutating func `reads only what has changed`() {
    look(at: 0, wall: 200)
    #expect(!policy.mustRead(Self.stamp))
    #expect(policy.mustRead(DirectoryStamp(DirectoryIdentity(device: 1, inode: 3), modified: 100, 5)))
    #expect(policy.mustRead(DirectoryStamp(DirectoryIdentity(device: 1, inode: 2), modified: 100, 6)))
    #expect(policy.mustRead(DirectoryStamp(DirectoryIdentity(device: 1, inode: 2), modified: 99, 5)))
  }

  @Test(arguments: [(97, false), (98, true), (100, true), (102, true), (103, false), (Int64.min, false)])
  mutating func `reads once more what was read just after its change`(wall: Int64, again: Bool) {
    look(at: 0, wall: wall)
    #expect(policy.mustRead(Self.stamp) == again)
  }

  @Test mutating func `reads again while something is unsettled`() {
    look(at: 0, wall: 200, isSettled: false)
    #expect(policy.mustRead(Self.stamp))
  }

  @Test mutating func `follows news at once`() {
    look(at: 0, wall: 200)
    policy.noteNews()
    #expect(policy.deadline <= Self.second)
    #expect(policy.mustRead(Self.stamp))
    look(at: Self.second, wall: 200)
    #expect(!policy.mustRead(Self.stamp))
  }

  @Test mutating func `rests nine times as long as a scan took when news come without end`() {
    look(at: 0, wall: 200)
    policy.noteNews()
    #expect(policy.deadline == 10 * Self.millisecond)
  }

  @Test mutating func `keeps news for later when the directory can't be read`() {
    look(at: 0, wall: 200)
    policy.noteNews()
    look(at: Self.second, wall: nil)
    #expect(policy.mustRead(Self.stamp))
    #expect(policy.deadline == 6 * Self.second)
  }
}
