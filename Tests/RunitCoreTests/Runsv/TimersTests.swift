import Testing

@testable import RunitCore

@Suite("The timers")
struct TimersTests {
  @Test func `have the earliest deadline as the next`() {
    let all: [WritableKeyPath<Timers, Deadline>] = [
      \.restart, \.fork, \.kill, \.finish, \.check, \.checkEnd, \.scripts[.up], \.cycle, \.drain,
    ]
    for path in all {
      var timers = Timers()
      #expect(timers.next == .never)
      for other in all { timers[keyPath: other] = .after(20) }
      timers[keyPath: path] = .after(10)
      #expect(timers.next == .after(10), "\(path)")
    }
    #expect(Mirror(reflecting: Timers()).children.count == all.count)
  }

  @Test func `have the deadline of any script as the next`() {
    for command in ControlCommand.allCases {
      var timers = Timers()
      timers.drain = .after(20)
      timers.scripts[command] = .after(10)
      #expect(timers.next == .after(10), "\(command)")
      #expect(timers.scripts.firstReached(at: .after(10)) == command)
    }
  }

  static let rests: [(Double, Double, Int32?)] = [(1, 0, 1000), (0.001, 0, 1), (5, 6, 0), (1e9, 0, .max)]

  @Test(arguments: rests)
  func `tell how long they have to go, in milliseconds`(deadline: Double, now: Double, milliseconds: Int32?) {
    #expect(Deadline.after(deadline).milliseconds(from: .after(now)) == milliseconds)
    #expect(Deadline.never.milliseconds(from: .after(now)) == nil)
  }
}
