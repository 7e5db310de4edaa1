import CLibc
import Foundation
import Testing
import Unix

@Suite("The clock since boot")
struct ClockTests {
  /// Field 22 of /proc/PID/stat.
  private func startTime(of process: pid_t) throws -> UInt64 {
    let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    let fields = text[text.lastIndex(of: ")")!...].split(separator: " ")
    return try #require(UInt64(fields[20]))
  }

  @Test func `stands at the start time of a process when that is made`() throws {
    for _ in 0..<50 {
      let before = Clock.bootTicks
      var plan = ChildPlan("/bin/true", signalMask: SignalSet())
      let child = try plan.start().process
      let after = Clock.bootTicks
      let startTime = try startTime(of: child)
      waitpid(child, nil, 0)
      #expect(before...after ~= startTime)
    }
  }
}
