import RunitCore
import Testing

@Suite("What is known of a service")
struct ServiceSnapshotTests {
  static let now = TAI64N(unixSeconds: 1_000, nanoseconds: 0)

  static func status(
    _ state: ServiceState?, pid: UInt32 = 0, want: Character = "u", age: Int64 = 100, paused: Bool = false,
    term: Bool = false
  ) -> ServiceStatus {
    ServiceStatus(
      since: TAI64N(unixSeconds: 1_000 - age, nanoseconds: 0), processID: pid, isPaused: paused,
      want: want.asciiValue ?? 0, gotTerm: term, state: state)
  }

  static func detail(_ phase: ServiceDetail.Phase, pid: UInt32 = 0) -> ServiceDetail {
    var detail = ServiceDetail(phase: phase)
    detail.processID = pid
    return detail
  }

  static func supervised(
    _ status: ServiceStatus, _ detail: ServiceDetail? = nil, normallyUp: Bool = true
  ) -> ServiceSnapshot {
    ServiceSnapshot(.supervised(status), detail: detail, isNormallyUp: normallyUp)
  }

  static let cases: [(ServiceSnapshot, String, ServiceSnapshot.Mood)] = [
    (supervised(status(.run, pid: 7)), "up", .good),
    (supervised(status(.run, pid: 7, age: 1)), "up", .unsettled),
    (supervised(status(.run, pid: 7, want: "d", term: true)), "stopping", .unsettled),
    (supervised(status(.run, pid: 7, paused: true)), "paused", .unsettled),
    (supervised(status(.finish, pid: 7)), "finish", .unsettled),
    (supervised(status(.down)), "restarting", .bad), (supervised(status(.down), detail(.down)), "restarting", .bad),
    (supervised(status(.down, want: "d")), "down", .bad),
    (supervised(status(.down, want: "d"), normallyUp: false), "down", .idle),
    (supervised(status(.down, want: "d", paused: true), normallyUp: false), "down", .idle),
    (supervised(status(nil, pid: 7)), "unknown", .bad),
    (supervised(status(.run, pid: 7), detail(.ready, pid: 7)), "ready", .good),
    (supervised(status(.run, pid: 7), detail(.starting, pid: 7)), "starting", .unsettled),
    (supervised(status(.run, pid: 7), detail(.ready, pid: 6)), "up", .good),
    (supervised(status(.down), detail(.done)), "done", .good),
    (supervised(status(.down), detail(.waiting)), "waiting", .unsettled),
    (supervised(status(.down, want: "d"), detail(.failed)), "failed", .bad),
    (ServiceSnapshot(.notRunning), "no runsv", .bad), (ServiceSnapshot(.never), "new", .bad),
    (ServiceSnapshot(.broken), "broken", .bad), (ServiceSnapshot(.denied), "denied", .bad),
    (ServiceSnapshot(.unreadable), "unknown", .bad), (ServiceSnapshot(.disabled), "disabled", .idle),
  ]

  @Test(arguments: cases)
  func `is a word and a mood`(service: ServiceSnapshot, word: String, mood: ServiceSnapshot.Mood) {
    #expect("\(service.word)" == word)
    #expect(service.mood(now: Self.now) == mood)
  }

  @Test func `is a row of a table`() {
    var detail = Self.detail(.ready, pid: 7)
    detail.readySince = TAI64N(unixSeconds: 930, nanoseconds: 0)
    detail.starts = 3
    detail.lastExit = .signalled(number: 9)
    let service = Self.supervised(Self.status(.run, pid: 7), detail)
    let log = Self.supervised(Self.status(.down, want: "d"))
    let rows = [
      ServiceTableRow.cells(name: Array("web".utf8), service, log: log, now: Self.now),
      ServiceTableRow.cells(name: Array("new".utf8), ServiceSnapshot(.never), log: nil, now: Self.now),
    ].map { $0.map { String(decoding: $0.text, as: UTF8.self) } }
    #expect(rows[0] == ["web", "ready", "7", "1m40s", "1m10s", "3", "signal KILL", "down"])
    #expect(rows[1] == ["new", "new", "-", "-", "-", "-", "-", "-"])
  }

  @Test func `is a JSON object`() {
    var text = ByteCollector()
    let service = Self.supervised(Self.status(.run, pid: 7))
    ServiceObject.write(name: "w".utf8Span.span, service, log: ServiceSnapshot(.never), now: Self.now, to: &text)
    let facts =
      #""normally_up": true, "ready": null, "ready_for": null, "starts": null, "last_signal": null, "last_exit": null"#
    let nothing = facts.replacing("true", with: "null")
    #expect(
      String(text) == #"{"name": "w", "supervised": true, "state": "up", "pid": 7, "uptime": 100, "want": "up", "#
        + #""paused": false, \#(facts), "log": {"supervised": false, "state": "new", "pid": null, "uptime": null, "#
        + #""want": null, "paused": null, \#(nothing)}}"#)
  }
}
