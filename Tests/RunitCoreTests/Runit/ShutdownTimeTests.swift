import RunitCore
import Testing

@Suite("The time of a shutdown")
struct ShutdownTimeTests {
  static let times: [(String, ShutdownTime?)] = [
    ("now", .inMinutes(0)), ("+0", .inMinutes(0)), ("+15", .inMinutes(15)), ("+10080", .inMinutes(10080)),
    ("23:59", .at(hour: 23, minute: 59)), ("7:05", .at(hour: 7, minute: 5)),
    ("", nil), ("+", nil), ("+-1", nil), ("+10081", nil), ("+99999999999999999999", nil), ("15", nil), ("24:00", nil),
    ("7:60", nil), ("7:5", nil), (":30", nil), ("7:", nil), ("nowhere", nil), ("7:05 ", nil),
  ]

  @Test(arguments: times)
  func `is read, or refused`(text: String, time: ShutdownTime?) {
    #expect(ShutdownTime(text.utf8Span.span) == time)
  }

  @Test(arguments: [(3600, 0), (3599, 1), (3601, 86_399), (0, 3600)])
  func `is the next one at which a clock shows it`(secondOfDay: Int, ahead: Int) {
    #expect(ShutdownTime.at(hour: 1, minute: 0).secondsAhead(secondOfDay: secondOfDay) == ahead)
  }
}
