import RunitCore
import Unix

/// What tells a process from a later one of the same number.
enum ProcessIdentity {
  /// When `process` started, in clock ticks since the machine did; `nil` where /proc does not tell.
  ///
  /// - Throws: what the kernel is short of.
  static func startTime(of process: Int32) throws(Errno) -> UInt64? {
    let content: TextBuffer<512>? = try read("/stat", of: process)
    return content.flatMap { ProcessStat.startTime($0.span) }
  }

  /// Whether `process` started at `startTime`, which a former `runsv` has noted, perhaps in another time name space, where
  /// processes seem to start at another time; `current` is when it seems so here.
  static func hasStarted(_ process: Int32, at startTime: UInt64?, current: UInt64?) throws(Errno) -> Bool {
    guard let startTime, let current else { return false }
    if startTime == current { return true }
    guard let theirs = try bootOffset(of: process), let ours = try bootOffset(of: Process.id), theirs != ours else {
      return false
    }
    let shift = (theirs - ours) / (1_000_000_000 / Clock.ticksPerSecond)
    return -1...1 ~= Int64(clamping: startTime) - Int64(clamping: current) - shift  // a tick is lost by rounding
  }

  /// Whether the parent of `process` is another `runsv`.
  static func isSupervised(_ process: Int32) throws(Errno) -> Bool {
    let content: TextBuffer<512>? = try read("/stat", of: process)
    guard let parent = content.flatMap({ ProcessStat.parent($0.span) }).flatMap({ Int32(exactly: $0) }),
      parent > 1, parent != Process.id
    else { return false }
    let program: TextBuffer<512>? = try read("/stat", of: parent)
    return program.map { ProcessStat.hasName("runsv", $0.span) } ?? false
  }

  private static func bootOffset(of process: Int32) throws(Errno) -> Int64? {
    let content: TextBuffer<256>? = try read("/timens_offsets", of: process)
    return content.flatMap { TimeOffsets.boot($0.span) }
  }

  private static func read<let size: Int>(_ file: CString, of process: Int32) throws(Errno) -> TextBuffer<size>? {
    var path = CStringBuffer<64>()
    _ = path.append("/proc/")
    path.append(decimal: process)
    _ = path.append(file)
    return try path.withCString { (path) throws(Errno) in try SmallFile.read(ifThere: path) }
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
