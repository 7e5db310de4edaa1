import RunitCore
import Testing

@Suite("Lines of a log")
struct LogLineTests {
  static let ends: [(String, Int, String)] = [
    ("a\nb\nc\n", 2, "b\nc\n"), ("a\nb\nc", 2, "b\nc"), ("a\nb\n", 5, "a\nb\n"), ("a\n", 1, "a\n"), ("", 3, ""),
    ("\n\n\n", 2, "\n\n"), ("a\nb\n", 0, ""), ("abc", 1, "abc"), ("\n", 1, "\n"),
  ]

  @Test(arguments: ends)
  func `are counted from the end`(text: String, count: Int, last: String) {
    let start = LogLine.startOfLast(count, in: text.utf8Span.span)
    #expect(String(text.utf8.dropFirst(start)) == last)
  }

  @Test func `may begin with a label`() throws {
    let line = "@400000000000000a000003e8 hello"
    let stamp = try #require(Self.stamp(line))
    #expect(stamp.moment == TAI64N(unixSeconds: 0, nanoseconds: 1000))
    #expect(line.utf8.dropFirst(stamp.length).elementsEqual("hello".utf8))
    #expect(Self.stamp("hello @400000000000000a000003e8") == nil)
    #expect(Self.stamp("@400000000000000a000003e8")?.length == 25)
  }

  static func stamp(_ line: String) -> (moment: TAI64N, length: Int)? { LogLine.stamp(of: line.utf8Span.span) }

  @Test func `show the clock on the wall`() {
    var text = ByteCollector()
    WallTime(year: 2026, month: 1, day: 2, hour: 3, minute: 4, second: 5).write(nanoseconds: 6_789, to: &text)
    #expect(String(text) == "2026-01-02 03:04:05.000006 ")
  }

  static let scripts: [(String, String?)] = [
    ("#!/bin/sh\nexec svlogd -tt ./main\n", "./main"),
    ("#!/bin/sh\nexec chpst -u log svlogd /var/log/web", "/var/log/web"),
    ("exec /usr/bin/svlogd -t main\n", "main"), ("# svlogd ./no\nexec svlogd yes\n", "yes"),
    ("exec svlogd -tt \"$DIR\"\n", nil), ("exec svlogd -tt\n", nil), ("exec multilog t ./main\n", nil), ("", nil),
  ]

  @Test(arguments: scripts)
  func `are where the script of the logger says`(script: String, directory: String?) {
    let found = LoggerScript.directory(in: script.utf8Span.span)
    #expect(found.map { String(decoding: $0, as: UTF8.self) } == directory)
  }
}
