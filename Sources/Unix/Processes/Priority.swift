import CLibc

/// How much this process may claim of what it shares with others.
package enum Priority {
  /// Adds `step` to the nice level, which the kernel keeps within its bounds. The corresponding C function is `nice`.
  package static func addNiceness(_ step: Int32) throws(Errno) {
    libc_set_errno(0)  // -1 is a nice level as well
    let allLevels: CInt = 40
    if nice(max(-allLevels, min(allLevels, step))) == -1, libc_errno() != 0 { throw .current }
  }

  /// Sets class and level of input and output, as the kernel packs them. The corresponding C function is `ioprio_set`.
  package static func setIOPriority(_ priority: Int32) throws(Errno) {
    let thisProcess = (kind: 1, id: 0)
    try attempt { libc_syscall(Int(SYS_ioprio_set), thisProcess.kind, thisProcess.id, Int(priority), 0) }
  }

  /// Writes `text`, a number from -1000 to 1000, where the kernel looks when memory runs out.
  package static func setOutOfMemoryScore(_ text: Span<UInt8>) throws(Errno) {
    try FileDescriptor.write("/proc/self/oom_score_adj").writeAll(text)
  }
}
