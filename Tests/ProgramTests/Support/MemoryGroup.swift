import Foundation
import Glibc

/// A control group with little memory, for those processes that go into it.
final class MemoryGroup {
  private static let places = [
    ("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), ("/sys/fs/cgroup", "memory.max"),
  ]

  private let path: String
  /// What a process writes its number to in order to go in.
  var processes: String { path + "/cgroup.procs" }

  /// Whether this machine has such groups, and lets us make one.
  static let isPossible = (try? MemoryGroup(limit: 1 << 20)) != nil

  init(limit: Int) throws {
    for (place, file) in Self.places {
      let path = place + "/runit-test-" + UUID().uuidString
      guard mkdir(path, 0o755) == 0 else { continue }
      if let handle = FileHandle(forWritingAtPath: path + "/" + file) {
        try handle.write(contentsOf: Data("\(limit)".utf8))
        self.path = path
        return
      }
      rmdir(path)
    }
    throw CocoaError(.featureUnsupported)
  }

  deinit { rmdir(path) }
}
