import RunitCore
import Unix

/// What tells a process from a later one of the same number.
enum ProcessIdentity {
  /// When `process` started, in clock ticks since the machine did; `nil` where /proc does not tell.
  ///
  /// - Throws: what the kernel is short of.
  static func startTime(of process: Int32) throws(Errno) -> UInt64? {
    var path = CStringBuffer<32>()
    _ = path.append("/proc/")
    path.append(decimal: process)
    _ = path.append("/stat")
    return try path.withCString { (path) throws(Errno) in
      guard let content: TextBuffer<512> = try SmallFile.read(ifThere: path) else { return nil }
      return ProcessStat.startTime(content.span)
    }
  }

  /// Which boot of the machine this is; `nil` where /proc does not tell.
  ///
  /// - Throws: what the kernel is short of: without an answer nobody could ever be adopted.
  static func bootID() throws(Errno) -> ServiceDetail.BootID? {
    guard let content: TextBuffer<64> = try SmallFile.read(ifThere: "/proc/sys/kernel/random/boot_id") else {
      return nil
    }
    return ServiceDetail.BootID(copying: content.span.firstLine)
  }
}
