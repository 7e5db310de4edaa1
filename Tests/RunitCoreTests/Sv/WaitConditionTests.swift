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
    let detail: ServiceDetail?

    init(
      _ command: String, _ before: ServiceStatus, _ now: ServiceStatus, _ answer: WaitCondition.Answer,
      readiness: Readiness = .untracked, _ detail: ServiceDetail? = nil
    ) {
      self.command = command
      self.before = before
      self.now = now
      self.answer = answer
      self.readiness = readiness
      self.detail = detail
    }
  }

  static func detail(
    _ phase: ServiceDetail.Phase, pid: UInt32 = 0, lastExit: ServiceDetail.LastExit? = nil
  ) -> ServiceDetail {
    var detail = ServiceDetail(phase: phase)
    detail.processID = pid
    detail.lastExit = lastExit
    return detail
  }

  static let running = status(.run, pid: 7)
  static let successor = status(.run, pid: 8, stamp: 200)
  static let terminated = status(.run, pid: 7, term: true)
  static let stopping = status(.run, pid: 7, want: "d", term: true)
  /// Told to stop, and TERM was not sent yet.
  static let leaving = status(.run, pid: 7, want: "d")
  static let stopped = status(.down, want: "d", stamp: 200)
  static let throttled = status(.down, stamp: 200)
  static let finishing = status(.finish, pid: 9, want: "d")
  static let since = TAI64N(unixSeconds: 5, nanoseconds: 0)

  static let starts: [Case] = [
    Case("start", stopped, stopped, .pending),
    Case("start", stopped, throttled, .pending),
    Case("start", stopped, successor, .metIfAvailable),
    Case("start", finishing, finishing, .pending),
    Case("start", stopped, successor, .pending, readiness: .awaited),
    Case("start", stopped, successor, .met, readiness: .ready(since: since)),
    Case("start", stopped, throttled, .met, readiness: .done),
    // The wish on record is older than the command.
    Case("start", stopping, stopping, .pending),
    Case("once", stopped, stopped, .pending),
    Case("start", running, running, .metIfAvailable),
    // It has got TERM, and is not what was asked for.
    Case("start", stopping, terminated, .pending),
    Case("start", stopping, terminated, .pending, readiness: .ready(since: since)),
    Case("start", stopping, successor, .metIfAvailable),
    // control/t is being asked whether to send it.
    Case("start", leaving, running, .pending, detail(.stopping, pid: 7)),
    Case("start", leaving, successor, .metIfAvailable, detail(.stopping, pid: 7)),
    Case("start", leaving, running, .metIfAvailable, detail(.up, pid: 7)),
    Case("once", stopped, status(.run, pid: 8, want: "d", stamp: 200), .metIfItLasts),
    Case("once", stopped, status(.run, pid: 8, want: "d", stamp: 200), .met, readiness: .ready(since: since)),
    Case("once", stopped, status(.run, pid: 8, want: "d", stamp: 200), .pending, readiness: .awaited),
    Case("once", stopped, status(.down, want: "d", stamp: 300), .met),
    Case("once", stopped, status(.down, want: "d", stamp: 300), .met, detail(.down, lastExit: .exited(code: 0))),
    Case("once", stopped, status(.down, want: "d", stamp: 300), .pending, detail(.down, lastExit: .exited(code: 111))),
    Case("once", stopped, status(.finish, pid: 9, want: "d"), .pending),
    Case("once", stopping, stopping, .pending),
    Case("once", running, running, .pending),
    Case("check", running, running, .metIfAvailable),
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
    Case("restart", running, successor, .metIfAvailable),
    Case("restart", running, status(.run, pid: 8), .metIfAvailable),
    Case("restart", running, status(.run, pid: 7, stamp: 101), .metIfAvailable),
    Case("restart", running, status(.run, pid: 8, stamp: 200, paused: true), .pending),
    Case("restart", running, successor, .pending, readiness: .awaited),
    Case("restart", stopped, stopped, .pending),
    Case("restart", throttled, throttled, .pending, readiness: .done),
    Case("restart", running, throttled, .met, readiness: .done),
    Case("try-restart", stopped, stopped, .met),
    Case("try-restart", running, running, .pending),
    Case("try-restart", running, successor, .metIfAvailable),
    Case("try-restart", running, status(.finish, pid: 9), .pending),
    Case("term", running, terminated, .pending),
    Case("kill", running, running, .pending),
    Case("kill", running, successor, .metIfAvailable),
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
    (.up, running, .untracked, .metIfItLasts), (.up, running, .awaited, .metIfItLasts),
    (.up, running, .ready(since: since), .met), (.up, stopped, .untracked, .pending),
    (.up, stopping, .untracked, .pending), (.ready, stopping, .untracked, .pending),
    (.ready, terminated, .ready(since: since), .pending),
    (.up, finishing, .untracked, .pending), (.up, throttled, .done, .pending),
    (.ready, running, .untracked, .metIfAvailable), (.ready, running, .awaited, .pending),
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
    #expect(condition.answer(expected.now, expected.readiness, expected.detail) == expected.answer)
  }

  static let questions: [(String, ServiceStatus, ServiceStatus, Bool)] = [
    ("start", running, running, false), ("start", leaving, running, true), ("start", stopped, successor, true),
    ("once", running, stopped, true), ("restart", running, successor, false), ("check", running, running, false),
    ("stop", stopping, stopping, false), ("exit", stopping, stopping, false),
  ]

  @Test(arguments: questions)
  func `asks for the detail only of a service that is or was wanted down`(
    command: String, before: ServiceStatus, now: ServiceStatus, needsDetail: Bool
  ) throws {
    let command = try #require(SvCommandTests.command(command))
    #expect(WaitCondition(command, before: before).needsDetail(now) == needsDetail)
  }
}
