import CLibc
import Testing
import Unix

@Suite("Waiting for signals")
struct SignalWaitTests {
  private static var user2: SignalSet {
    var signals = SignalSet()
    signals.insert(.user2)
    return signals
  }

  @Test func `takes one that was sent before`() {
    let previous = Self.user2.block()
    defer { previous.install() }
    // To this thread and to no other, which would die of it.
    raise(SIGUSR2)
    #expect(Self.user2.next(within: nil) == .user2)
    #expect(Self.user2.next(within: 0) == nil)
  }

  @Test func `ends when its time is over, and at once when it was over before`() {
    let previous = Self.user2.block()
    defer { previous.install() }
    let start = Clock.monotonic
    #expect(Self.user2.next(within: 20_000_000) == nil)
    #expect(Clock.monotonic - start >= 20_000_000)
    #expect(Self.user2.next(within: -1) == nil)
  }
}
