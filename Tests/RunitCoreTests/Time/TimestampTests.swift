import RunitCore
import Testing

@Suite("A timestamp")
struct TimestampTests {
  static let stamps: [(Timestamp, Int64, UInt32, String)] = [
    (.label, 0, 0, "@400000000000000a00000000 "),
    (.underscored, 0, 999_999_999, "1970-01-01_00:00:00.99999 "),
    (.iso8601, 1_700_000_000, 9_999, "2023-11-14T22:13:20.00000 "),
    (.iso8601, 1_709_164_800, 10_000, "2024-02-29T00:00:00.00001 "),
    (.iso8601, 951_827_696, 0, "2000-02-29T12:34:56.00000 "),
    (.iso8601, 4_107_542_399, 0, "2100-02-28T23:59:59.00000 "),
    (.iso8601, 4_107_542_400, 0, "2100-03-01T00:00:00.00000 "),
    (.iso8601, -1, 0, "1969-12-31T23:59:59.00000 "),
  ]

  @Test(arguments: stamps)
  func `is UTC, as runit writes it`(style: Timestamp, seconds: Int64, nanoseconds: UInt32, text: String) {
    #expect(String(decoding: style.format(unixSeconds: seconds, nanoseconds: nanoseconds)) == text)
  }

  @Test(
    arguments: [
      (253_402_300_800, "9999-01-01_00:00:00.00000 "), (.max, "9999-12-04_15:30:07.00000 "),
      (.min, "0000-01-27_08:29:52.00000 "),
    ] as [(Int64, String)])
  func `has its size whatever the clock was set to`(seconds: Int64, text: String) {
    #expect(String(decoding: Timestamp.underscored.format(unixSeconds: seconds, nanoseconds: 0)) == text)
  }

  @Test(arguments: [(0, nil), (1, Timestamp.label), (2, .underscored), (3, .iso8601), (9, .iso8601)])
  func `has a style for each number of t`(count: Int, style: Timestamp?) { #expect(Timestamp(count: count) == style) }

  // All but the clocks that are set to nonsense.
  @Test(arguments: stamps.dropLast(3))
  func `is read as it was written`(style: Timestamp, seconds: Int64, nanoseconds: UInt32, text: String) {
    let precision: UInt32 = style == .label ? 1 : 10_000
    let moment = TAI64N(unixSeconds: seconds, nanoseconds: nanoseconds / precision * precision)
    #expect(Timestamp.moment(of: (text + "hello").utf8Span.span) == moment)
    #expect(Timestamp.moment(of: text.dropLast(2).utf8Span.span) == nil)
  }

  @Test(arguments: [
    "", "hello", "2026-11-21 01:02:03.45678", "2026-13-21_01:02:03.45678", "2026-00-21_01:02:03.45678",
    "20261-1-21_01:02:03.45678",
  ])
  func `is none when it looks otherwise`(text: String) { #expect(Timestamp.moment(of: text.utf8Span.span) == nil) }
}
