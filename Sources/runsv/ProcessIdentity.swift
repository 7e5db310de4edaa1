import RunitCore
import Unix

/// What tells a process from a later one of the same number.
enum ProcessIdentity {
  /// When `process` started, in clock ticks since the machine did; `nil` where /proc does not tell.
  static func startTime(of process: Int32) -> UInt64? {
    var path = CStringBuffer<32>()
    _ = path.append("/proc/")
    path.append(decimal: process)
    _ = path.append("/stat")
    return path.withCString { path in
      guard let content: TextBuffer<512> = try? SmallFile.read(path) else { return nil }
      return ProcessStat.startTime(content.span)
    }
  }

  /// Which boot of the machine this is; `nil` where /proc does not tell.
  static func bootID() -> ServiceDetail.BootID? {
    guard let content: TextBuffer<64> = try? SmallFile.read("/proc/sys/kernel/random/boot_id") else { return nil }
    return ServiceDetail.BootID(copying: content.span.firstLine)
  }
}
