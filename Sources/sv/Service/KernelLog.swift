import CLibc
import RunitCore
import Unix

/// What the kernel has said lately.
enum KernelLog {
  /// The two clocks and the two reports may differ by so many seconds.
  private static var slackSeconds: UInt64 { 1 }

  /// Whether the kernel killed a process for want of memory so many seconds ago. Not every user may know.
  static func tellsOfMemory(secondsAgo age: UInt64) -> Bool {
    guard let log = try? FileDescriptor.open("/dev/kmsg", O_RDONLY) else { return false }
    let uptime = UInt64(Clock.monotonic / 1_000_000_000)
    var record = [UInt8](repeating: 0, count: 8192)
    while true {
      var span = record.mutableSpan
      do throws(Errno) {
        let count = try log.read(into: &span)
        guard count > 0 else { return false }
        guard let second = KernelMessage.secondsOfMemoryKill(record.span.extracting(..<count)) else { continue }
        let recordAge = uptime > second ? uptime - second : 0
        if max(age, recordAge) - min(age, recordAge) <= slackSeconds { return true }
      } catch {
        // What was overwritten while we read is passed over; at the end the kernel would have us wait.
        guard error == .brokenPipe else { return false }
      }
    }
  }
}
