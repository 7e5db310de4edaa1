public import CLibc

/// Sessions: all that was started from one leader and did not leave by `setsid`.
public enum Session {
  /// Makes this process the leader of a new session; one that leads a process group already stays where it is. The
  /// corresponding C function is `setsid`.
  public static func begin() { setsid() }

  /// Sends `signal` to the process group of `leader` and to every process in its session.
  ///
  /// Members of other groups are found through /proc; where that is not mounted, the group has to do.
  public static func send(_ signal: Signal, toSessionOf leader: pid_t) {
    kill(-leader, signal.rawValue)
    guard let table = try? FileDescriptor.directory("/proc") else { return }
    forEachNumber(in: table) { process in
      if getsid(process) == leader { kill(process, signal.rawValue) }
    }
  }

  /// Calls `body` for every entry whose name is a number, without a heap, which `readdir` would need.
  private static func forEachNumber(in directory: borrowing FileDescriptor, _ body: (pid_t) -> Void) {
    var buffer = InlineArray<256, UInt64>(repeating: 0)  // aligned for dirent; an entry takes at most 280 bytes
    var span = buffer.mutableSpan
    let number = directory.rawValue
    unsafe span.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      while true {
        let count = unsafe libc_getdents(number, start, bytes.count)
        guard count > 0 else { return }
        var offset = 0
        while offset < count {
          let entry = unsafe (start + offset).assumingMemoryBound(to: dirent.self)
          if let process = unsafe processID(CString(libc_entry_name(entry))) { body(process) }
          offset += unsafe Int(entry.pointee.d_reclen)
        }
      }
    }
  }

  private static func processID(_ name: CString) -> pid_t? {
    var value: pid_t = 0
    for index in 0..<name.count {
      let byte = name[index]
      guard UInt8(ascii: "0") <= byte, byte <= UInt8(ascii: "9"), value < 1_000_000_000 / 10 else { return nil }
      value = value * 10 + pid_t(byte - UInt8(ascii: "0"))
    }
    return value
  }
}
