import CLibc

extension Descriptor where Self: ~Copyable {
  /// Whether the open file lies in memory only, on a tmpfs. The corresponding C function is `fstatfs`.
  package var isInMemory: Bool {
    let tmpfs = 0x0102_1994  // TMPFS_MAGIC of <linux/magic.h>
    var status = statfs()
    return unsafe libc_fstatfs(rawValue, &status) == 0 && Int(status.f_type) == tmpfs
  }
}
