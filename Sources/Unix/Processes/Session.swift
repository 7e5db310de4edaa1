package import CLibc

/// Sessions: all that was started from one leader and did not leave by `setsid`.
package enum Session {
  /// Makes this process the leader of a new session; one that leads a process group already stays where it is. The
  /// corresponding C function is `setsid`.
  package static func begin() { setsid() }

  /// Sends `signal` to the process group of `leader` and to every process in its session.
  ///
  /// Members of other groups are found through /proc; where that is not mounted, the group has to do.
  package static func send(_ signal: Signal, toSessionOf leader: pid_t) {
    kill(-leader, signal.rawValue)
    guard let table = try? FileDescriptor.directory("/proc") else { return }
    _ = try? table.forEachName { name in
      if let process = processID(name), getsid(process) == leader { kill(process, signal.rawValue) }
    }
  }

  /// The process that `name` is the directory of in /proc.
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
