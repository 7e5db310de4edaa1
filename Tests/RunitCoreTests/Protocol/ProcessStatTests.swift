import RunitCore
import Testing

@Suite("/proc/PID/stat")
struct ProcessStatTests {
  static let rest = (3...30).map { "\($0)" }.joined(separator: " ")

  static let contents: [(String, UInt64?)] = [
    ("1 (init) \(rest)\n", 22),
    ("1 (a) b) (c) \(rest)", 22),
    ("1 (init) 3 4 5", nil),
    ("", nil),
    ("1 init", nil),
    ("1 (init)", nil),
    ("1 (x) " + (3...21).map { "\($0)" }.joined(separator: " ") + " -1 5", nil),
  ]

  @Test(arguments: contents)
  func `tells when the process started, whatever its name is`(content: String, startTime: UInt64?) {
    #expect(ProcessStat.startTime(content.utf8Span.span) == startTime)
  }

  @Test(arguments: [
    ("7 (a) Z 1 2", true), ("7 (a) X 1", true), ("7 (a Z) S 1 2", false), ("7 (a)", false), ("", false),
  ])
  func `tells whether the process has ended`(content: String, hasEnded: Bool) {
    #expect(ProcessStat.hasEnded(content.utf8Span.span) == hasEnded)
  }

  @Test(arguments: [("7 (a) b) S 12 1", 12), ("7 (a) S 0", 0), ("7 (a) S", nil), ("", nil)] as [(String, UInt64?)])
  func `tells the parent`(content: String, parent: UInt64?) {
    #expect(ProcessStat.parent(content.utf8Span.span) == parent)
  }

  @Test(arguments: [
    ("7 (a) T 1 2", true), ("7 (a) t 1 2", true), ("7 (a T) S 1 2", false), ("7 (a) R", false), ("7 (a)", false),
    ("", false),
  ])
  func `tells whether the process was stopped`(content: String, isStopped: Bool) {
    #expect(ProcessStat.isStopped(content.utf8Span.span) == isStopped)
  }
}
