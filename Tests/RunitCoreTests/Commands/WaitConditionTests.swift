import RunitCore
import Testing

@Suite("The wait for a command")
struct WaitConditionTests {
  static func status(
    _ state: ServiceState, pid: UInt32 = 0, want: Character = "u", stamp: UInt32 = 100, paused: Bool = false,
    term: Bool = false
  ) -> ServiceStatus {
    ServiceStatus(
      since: TAI64N(seconds: TAI64N.unixEpoch + 5, nanoseconds: stamp), processID: pid, isPaused: paused,
      want: want.asciiValue ?? 0, gotTerm: term, state: state)
  }

  struct Case: Sendable {
    let command: String
    let before: ServiceStatus
    let now: ServiceStatus
    let answer: WaitCondition.Answer
    let readiness: Readiness

    init(
      _ command: String, _ before: ServiceStatus, _ now: ServiceStatus, _ answer: WaitCondition.Answer,
      readiness: Readiness = .untracked
    ) {
      self.command = command
      self.before = before
      self.now = now
      self.answer = answer
      self.readiness = readiness
    }
  }

  static let running = status(.run, pid: 7)
  static let successor = status(.run, pid: 8, stamp: 200)
  static let terminated = status(.run, pid: 7, term: true)
  static let stopping = status(.run, pid: 7, want: "d", term: true)
  static let stopped = status(.down, want: "d", stamp: 200)
  static let throttled = status(.down, stamp: 200)
  static let finishing = status(.finish, pid: 9, want: "d")
  static let since = TAI64N(unixSeconds: 5, nanoseconds: 0)

  static let starts: [Case] = [
    Case("start", stopped, stopped, .pending),
    Case("start", stopped, throttled, .pending),
    Case("start", stopped, successor, .metIfCheckSucceeds),
    Case("start", finishing, finishing, .pending),
    Case("start", stopped, successor, .pending, readiness: .awaited),
    Case("start", stopped, successor, .met, readiness: .ready(since: since)),
    Case("start", stopped, throttled, .met, readiness: .done),
    // The wish on record is older than the command.
    Case("start", stopping, stopping, .pending),
    Case("once", stopped, stopped, .pending),
    Case("once", stopped, status(.run, pid: 8, want: "d", stamp: 200), .met),
    Case("once", stopped, status(.run, pid: 8, want: "d", stamp: 200), .pending, readiness: .awaited),
    Case("once", stopped, status(.down, want: "d", stamp: 300), .met),
    Case("once", running, running, .pending),
    Case("check", running, running, .metIfCheckSucceeds),
    Case("check", running, running, .pending, readiness: .awaited),
    Case("check", throttled, throttled, .pending),
    Case("check", stopped, stopped, .met),
    Case("check", stopping, stopping, .pending),
  ]

  static let stops: [Case] = [
    Case("stop", running, running, .pending),
    Case("stop", running, stopping, .pending),
    Case("stop", running, finishing, .pending),
    Case("stop", running, status(.finish, want: "d"), .pending),
    Case("stop", running, stopped, .met),
    Case("stop", throttled, throttled, .pending),
    Case("exit", stopped, stopped, .pending),
    Case("kill", stopping, stopped, .met),
  ]

  static let restarts: [Case] = [
    Case("restart", running, running, .pending),
    Case("restart", running, terminated, .pending),
    Case("restart", running, throttled, .pending),
    Case("restart", running, successor, .metIfCheckSucceeds),
    Case("restart", running, status(.run, pid: 8), .metIfCheckSucceeds),
    Case("restart", running, status(.run, pid: 7, stamp: 101), .metIfCheckSucceeds),
    Case("restart", running, status(.run, pid: 8, stamp: 200, paused: true), .pending),
    Case("restart", running, successor, .pending, readiness: .awaited),
    Case("restart", stopped, stopped, .pending),
    Case("restart", throttled, throttled, .pending, readiness: .done),
    Case("restart", running, throttled, .met, readiness: .done),
    Case("try-restart", stopped, stopped, .met),
    Case("try-restart", running, running, .pending),
    Case("try-restart", running, successor, .metIfCheckSucceeds),
    Case("term", running, terminated, .pending),
    Case("kill", running, running, .pending),
    Case("kill", running, successor, .metIfCheckSucceeds),
  ]

  static let signals: [Case] = [
    Case("pause", running, running, .pending),
    Case("pause", running, status(.run, pid: 7, paused: true), .met),
    Case("pause", stopped, stopped, .met),
    Case("cont", running, status(.run, pid: 7, paused: true), .pending),
    Case("cont", running, running, .met),
    Case("cont", stopped, stopped, .met),
    Case("hup", running, running, .met),
    Case("reload", running, running, .met),
    Case("1", stopped, stopped, .met),
    Case("status", running, running, .met),
  ]

  static let goals: [(SvCommand.Goal, ServiceStatus, Readiness, WaitCondition.Answer)] = [
    (.up, running, .untracked, .met), (.up, running, .awaited, .met), (.up, stopped, .untracked, .pending),
    (.up, finishing, .untracked, .pending), (.up, throttled, .done, .pending),
    (.ready, running, .untracked, .metIfCheckSucceeds), (.ready, running, .awaited, .pending),
    (.ready, running, .ready(since: since), .met), (.ready, throttled, .done, .met),
    (.ready, throttled, .untracked, .pending),
    (.down, stopped, .untracked, .met), (.down, throttled, .untracked, .pending),
    (.down, running, .untracked, .pending),
    (.done, throttled, .done, .met), (.done, stopped, .untracked, .pending), (.done, running, .untracked, .pending),
  ]

  @Test(arguments: goals)
  func `ends when a service has come as far as was asked for`(
    goal: SvCommand.Goal, status: ServiceStatus, readiness: Readiness, answer: WaitCondition.Answer
  ) {
    #expect(WaitCondition(.wait(for: goal), before: Self.running).answer(status, readiness) == answer)
  }

  @Test(arguments: [starts, stops, restarts, signals].joined())
  func `ends when the command has had its effect`(expected: Case) throws {
    let command = try #require(SvCommandTests.command(expected.command))
    let condition = WaitCondition(command, before: expected.before)
    #expect(condition.answer(expected.now, expected.readiness) == expected.answer)
  }
}
