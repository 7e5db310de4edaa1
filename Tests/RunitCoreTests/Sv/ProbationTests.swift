import RunitCore
import Testing

@Suite("The probation of a process")
struct ProbationTests {
  static func status(pid: UInt32 = 7, at milliseconds: Int64) -> ServiceStatus {
    ServiceStatus(
      since: wall(milliseconds), processID: pid, isPaused: false, want: UInt8(ascii: "u"), gotTerm: false, state: .run)
  }

  static func wall(_ milliseconds: Int64) -> TAI64N {
    TAI64N(unixSeconds: 1000 + milliseconds / 1000, nanoseconds: UInt32(milliseconds % 1000) * 1_000_000)
  }

  static func moment(_ milliseconds: Int64, wall: TAI64N? = nil) -> Moment {
    Moment(monotonic: 5_000_000_000 + milliseconds * 1_000_000, wall: wall ?? Self.wall(milliseconds))
  }

  @Test(arguments: [(0, false), (399, false), (400, true), (1300, true), (3_000_000, true)])
  func `is over for a process of 400 ms, by its time stamp, at first sight`(age: Int64, isPassed: Bool) {
    var probation = Probation()
    let answer = probation.isPassed(by: Self.status(at: 800), at: Self.moment(800 + age))
    #expect(answer == isPassed)
  }

  @Test func `ends when the rest of it is over, and begins anew with another process`() {
    var probation = Probation()
    let first = Self.status(at: 900)
    let second = Self.status(pid: 8, at: 1300)
    var answers = [probation.isPassed(by: first, at: Self.moment(1100))]
    #expect(probation.end == Self.moment(1300).monotonic)
    answers.append(probation.isPassed(by: first, at: Self.moment(1299)))
    answers.append(probation.isPassed(by: second, at: Self.moment(1300)))
    answers.append(probation.isPassed(by: second, at: Self.moment(1700)))
    #expect(answers == [false, false, false, true])
  }

  @Test func `goes by the monotonic clock when the time of day is set`() {
    var probation = Probation()
    let status = Self.status(at: 10_000)
    let answers = [
      probation.isPassed(by: status, at: Self.moment(0)),
      probation.isPassed(by: status, at: Self.moment(399, wall: Self.wall(90_000))),
      probation.isPassed(by: status, at: Self.moment(400, wall: Self.wall(0))),
    ]
    #expect(answers == [false, false, true])
  }

  @Test(arguments: [0, UInt64.max])
  func `survives any time stamp`(seconds: UInt64) {
    var probation = Probation()
    var status = Self.status(at: 0)
    status.since = TAI64N(seconds: seconds, nanoseconds: .max)
    let answer = probation.isPassed(by: status, at: Self.moment(0))
    #expect(answer == (seconds == 0))
  }
}
