import RunitCore
import Testing

@Suite("Messages of the kernel")
struct KernelMessageTests {
  static let records: [(String, UInt64?)] = [
    ("3,462,1687920679,-;Memory cgroup out of memory: Killed process 15363 (tail) total-vm:10668kB\n", 1687),
    ("3,462,999999,-;Out of memory: Killed process 1 (a)", 0), ("6,1,5,-;eth0: link is up", nil),
    ("Killed process ", nil), ("3,462,,-;Killed process 1", nil), ("3,Killed process 1", nil), ("", nil),
  ]

  @Test(arguments: records)
  func `tell when memory was short`(record: String, seconds: UInt64?) {
    #expect(KernelMessage.secondsOfMemoryKill(record.utf8Span.span) == seconds)
  }
}
