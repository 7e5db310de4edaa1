import CLibc

extension Descriptor where Self: ~Copyable {
  /// How much a pipe holds, and how much it can hold; `nil` when it is no pipe. The corresponding C functions are
  /// `ioctl` with `FIONREAD` and `fcntl` with `F_GETPIPE_SZ`.
  package var pipeFill: (used: Int, capacity: Int)? {
    var used: CInt = 0
    let capacity = libc_fcntl(rawValue, F_GETPIPE_SZ, 0)
    guard capacity > 0, unsafe libc_ioctl(rawValue, UInt(FIONREAD), &used) == 0 else { return nil }
    return (Int(used), Int(capacity))
  }
}
