import CLibc

/// The powers of the superuser that this process has, one bit each.
package enum Privileges {
  /// From now on no program gives this process or its children privileges by set-user-ID bits or file capabilities. The
  /// corresponding C function is `prctl` with `PR_SET_NO_NEW_PRIVS`.
  package static func forgoNew() throws(Errno) { try attempt { libc_prctl(PR_SET_NO_NEW_PRIVS, 1, 0) } }

  /// Lets a change of the user leave the permitted capabilities alone. The corresponding C function is `prctl` with
  /// `PR_SET_KEEPCAPS`.
  package static func keepOverUserChange() throws(Errno) { try attempt { libc_prctl(PR_SET_KEEPCAPS, 1, 0) } }

  /// Makes every capability that is not in `capabilities` unreachable for good. The corresponding C function is `prctl` with
  /// `PR_CAPBSET_DROP`.
  package static func bound(to capabilities: UInt64) throws(Errno) {
    for number in 0..<UInt(capabilities.bitWidth) {
      // The kernel may have more capabilities than we have names for, and says where they end.
      let state = libc_prctl(PR_CAPBSET_READ, number, 0)
      if state == -1 { return }
      if state == 1, capabilities >> UInt64(number) & 1 == 0 {
        try attempt { libc_prctl(PR_CAPBSET_DROP, number, 0) }
      }
    }
  }

  /// Has exactly `capabilities`, now and in the program that is executed, whoever the user is, and reads them back. The
  /// corresponding C functions are `capset`, `capget` and `prctl` with `PR_CAP_AMBIENT`.
  ///
  /// - Returns: whether they are what the process has.
  package static func set(_ capabilities: UInt64) throws(Errno) -> Bool {
    let wanted = Sets(capabilities)
    try wanted.apply()
    try attempt { libc_prctl(PR_CAP_AMBIENT, UInt(PR_CAP_AMBIENT_CLEAR_ALL), 0) }
    for number in 0..<UInt(capabilities.bitWidth) where capabilities >> UInt64(number) & 1 == 1 {
      try attempt { libc_prctl(PR_CAP_AMBIENT, UInt(PR_CAP_AMBIENT_RAISE), number) }
    }
    return try Sets() == wanted
  }

  /// The kernel's form of the effective, permitted and inheritable capabilities: their lower halves, then the upper ones.
  private struct Sets: Equatable {
    private static var version: UInt32 { 0x2008_0522 }

    private var header: (version: UInt32, process: Int32) = (version, 0)
    private var lower: (effective: UInt32, permitted: UInt32, inheritable: UInt32) = (0, 0, 0)
    private var upper: (effective: UInt32, permitted: UInt32, inheritable: UInt32) = (0, 0, 0)

    /// All three the same.
    init(_ capabilities: UInt64) {
      let low = UInt32(truncatingIfNeeded: capabilities)
      let high = UInt32(truncatingIfNeeded: capabilities >> 32)
      lower = (low, low, low)
      upper = (high, high, high)
    }

    /// Those of this process.
    init() throws(Errno) {
      var sets = Sets(0)
      try sets.call(SYS_capget)
      self = sets
    }

    func apply() throws(Errno) {
      var sets = self
      try sets.call(SYS_capset)
    }

    private mutating func call(_ number: CInt) throws(Errno) {
      try unsafe withUnsafeMutableBytes(of: &self) { (bytes) throws(Errno) in
        let header = Int(bitPattern: bytes.baseAddress)
        let sets = header + MemoryLayout<(UInt32, Int32)>.size
        _ = try attempt { libc_syscall(Int(number), header, sets, 0, 0) }
      }
    }

    static func == (left: Sets, right: Sets) -> Bool { left.lower == right.lower && left.upper == right.upper }
  }
}
