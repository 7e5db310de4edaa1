import RunitCore
import Testing

@Suite("The line of sv status")
struct StatusLineTests {
  struct Case: Sendable {
    let status: ServiceStatus
    let isNormallyUp: Bool
    let readiness: Readiness
    let text: String

    init(
      _ state: ServiceState?, pid: UInt32 = 0, want: Character = "u", age: Int64 = 5, paused: Bool = false,
      term: Bool = false, up: Bool = true, readiness: Readiness = .untracked, _ text: String
    ) {
      let since = TAI64N(unixSeconds: StatusLineTests.noon - age, nanoseconds: 999_999_999)
      status = ServiceStatus(
        since: since, processID: pid, isPaused: paused, want: want.asciiValue ?? 0, gotTerm: term, state: state)
      isNormallyUp = up
      self.readiness = readiness
      self.text = text
    }
  }

  static let noon: Int64 = 1_700_000_000
  static func moment(_ age: Int64) -> TAI64N { TAI64N(unixSeconds: noon - age, nanoseconds: 0) }

  static let cases: [Case] = [
    Case(.run, pid: 123, "run: s: (pid 123) 5s"),
    Case(
      .run, pid: 123, want: "d", paused: true, term: true, up: false,
      "run: s: (pid 123) 5s, normally down, paused, want down, got TERM"),
    Case(.run, pid: .max, age: -3, "run: s: (pid 4294967295) 0s"),
    Case(.down, want: "d", "down: s: 5s, normally up"),
    Case(.down, age: 1, "down: s: 1s, normally up, want up"),
    Case(.down, want: "d", up: false, "down: s: 5s"),
    Case(.down, want: "d", age: 0, paused: true, term: true, "down: s: 0s, normally up"),
    Case(.finish, pid: 124, want: "d", "finish: s: (pid 124) 5s, want down"),
    Case(.finish, want: "d", "finish: s: (pid 0) 5s, normally up"),
    Case(nil, pid: 7, "s: (pid 7) 5s"),
    Case(.run, pid: 7, want: "?", "run: s: (pid 7) 5s"),
    Case(.run, pid: 7, age: 40_000_000, "run: s: (pid 7) 40000000s"),

    Case(.run, pid: 7, readiness: .awaited, "run: s: (pid 7) 5s, not ready"),
    Case(.run, pid: 7, up: false, readiness: .ready(since: moment(3)), "run: s: (pid 7) 5s, ready 3s, normally down"),
    Case(.down, readiness: .done, "done: s: 5s"),
  ]

  @Test(arguments: cases)
  func `is runit's to the byte, and a little more where readiness is tracked`(expected: Case) {
    var text = TextBuffer<200>()
    let line = StatusLine(expected.status, isNormallyUp: expected.isNormallyUp, readiness: expected.readiness)
    line.write(name: "s".utf8Span.span, now: Self.moment(0), to: &text)
    #expect(String(decoding: text) == expected.text)
  }

  @Test func `shows what is not text in a name as question marks`() {
    var text = TextBuffer<200>()
    let status = Self.cases[0].status
    StatusLine(status, isNormallyUp: true).write(
      name: "a\n\u{1b}[2Jü".utf8Span.span, now: Self.moment(0), to: &text)
    #expect(String(decoding: text) == "run: a??[2Jü: (pid 123) 5s")
  }
}
