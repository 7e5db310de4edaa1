import CLibc
import Foundation

/// Processes that are watched until all of them have ended.
final class Departure {
  private var descriptors: [CInt]

  /// Begins to watch; a process that is no more counts as gone.
  init(_ processes: [pid_t]) {
    descriptors = processes.map { CInt(libc_syscall(Int(SYS_pidfd_open), Int($0), 0, 0, 0)) }.filter { $0 >= 0 }
  }

  deinit { for descriptor in descriptors { close(descriptor) } }

  /// Returns when the last one was seen to have ended, or `nil` when some are left after `seconds`.
  func wait(seconds: Double) throws -> Double? {
    let end = Clock.now + seconds
    while let descriptor = descriptors.last {
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let left = max(0, end - Clock.now)
      let count = poll(&request, 1, CInt(min(200, (left * 1000).rounded(.up))))
      try Interruption.check()
      if count > 0 {
        close(descriptor)
        descriptors.removeLast()
      } else if left == 0 {
        return nil
      }
    }
    return Clock.now
  }
}
