import RunitCore
import Testing

@Suite("Readiness")
struct ReadinessTests {
  static let since = TAI64N(unixSeconds: 1, nanoseconds: 2)

  static let cases: [(ServiceState, UInt32, ServiceDetail.Phase, UInt32, Readiness)] = [
    (.run, 7, .starting, 7, .awaited),
    (.run, 7, .ready, 7, .ready(since: since)),
    (.run, 7, .up, 7, .untracked),
    (.run, 7, .stopping, 7, .untracked),
    // Left behind by a runsv of earlier.
    (.run, 7, .ready, 6, .untracked),
    (.down, 0, .done, 0, .done),
    (.run, 7, .done, 7, .untracked),
    (.down, 0, .ready, 0, .untracked),
    (.down, 0, .waiting, 0, .untracked),
    (.finish, 7, .ready, 7, .untracked),
  ]

  @Test(arguments: cases)
  func `is what the detail of the same life says`(
    state: ServiceState, pid: UInt32, phase: ServiceDetail.Phase, detailPID: UInt32, readiness: Readiness
  ) {
    let status = ServiceStatus(
      since: Self.since, processID: pid, isPaused: false, want: UInt8(ascii: "u"), gotTerm: false, state: state)
    var detail = ServiceDetail(phase: phase)
    detail.processID = detailPID
    detail.readySince = Self.since
    #expect(Readiness(status, detail) == readiness)
  }
}
