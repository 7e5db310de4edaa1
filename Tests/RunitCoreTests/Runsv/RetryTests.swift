import RunitCore
import Testing

@Suite("A retry")
struct RetryTests {
  private static func moment(_ seconds: Int64) -> Moment {
    Moment(monotonic: seconds * 1_000_000_000, wall: TAI64N(unixSeconds: seconds, nanoseconds: 0))
  }

  private static func pause(_ retry: Retry, at seconds: Int64) -> Int32? {
    retry.deadline.milliseconds(from: moment(seconds))
  }

  @Test func `comes later and later, but not too late`() {
    var retry = Retry()
    var now: Int64 = 100
    var pauses: [Int32?] = []
    for _ in 0..<5 {
      retry.note(isBehind: true, at: Self.moment(now))
      pauses.append(Self.pause(retry, at: now))
      now += Int64((pauses.last ?? nil) ?? 0) / 1_000
    }
    #expect(pauses == [1_000, 2_000, 4_000, 8_000, 8_000])
  }

  @Test func `is not put off by what happens meanwhile`() {
    var retry = Retry()
    retry.note(isBehind: true, at: Self.moment(100))
    retry.note(isBehind: true, at: Self.moment(100))
    #expect(Self.pause(retry, at: 100) == 1_000)
  }

  @Test func `is forgotten when it has succeeded`() {
    var retry = Retry()
    retry.note(isBehind: true, at: Self.moment(100))
    retry.note(isBehind: false, at: Self.moment(101))
    #expect(Self.pause(retry, at: 101) == nil)
    retry.note(isBehind: true, at: Self.moment(102))
    #expect(Self.pause(retry, at: 102) == 1_000)
  }
}
