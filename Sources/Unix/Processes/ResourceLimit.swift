import CLibc

/// How much of a resource this process may have. The corresponding C type is `struct rlimit`.
public struct ResourceLimit: Equatable, Sendable {
  /// A resource, by the kernel's number.
  public struct Resource: Sendable {
    let number: CInt

    private init(_ number: Int) { self.number = CInt(number) }

    public static var addressSpace: Resource { Resource(libc_rlimit_as) }
    public static var coreSize: Resource { Resource(libc_rlimit_core) }
    public static var cpuSeconds: Resource { Resource(libc_rlimit_cpu) }
    public static var dataSize: Resource { Resource(libc_rlimit_data) }
    public static var fileSize: Resource { Resource(libc_rlimit_fsize) }
    public static var lockedMemory: Resource { Resource(libc_rlimit_memlock) }
    public static var openFiles: Resource { Resource(libc_rlimit_nofile) }
    public static var processes: Resource { Resource(libc_rlimit_nproc) }
    public static var residentSize: Resource { Resource(libc_rlimit_rss) }
    public static var stackSize: Resource { Resource(libc_rlimit_stack) }
  }

  /// What the kernel enforces; `UInt64.max` is no limit.
  public var soft: UInt64
  /// What an ordinary process may raise ``soft`` to.
  public var hard: UInt64

  /// The limit as it is. The corresponding C function is `getrlimit`.
  public init(of resource: Resource) throws(Errno) {
    var limit = rlimit()
    try attempt { unsafe libc_getrlimit(resource.number, &limit) }
    (soft, hard) = (UInt64(limit.rlim_cur), UInt64(limit.rlim_max))
  }

  /// Makes this the limit. The corresponding C function is `setrlimit`.
  public func apply(to resource: Resource) throws(Errno) {
    var limit = rlimit(rlim_cur: rlim_t(soft), rlim_max: rlim_t(hard))
    try attempt { unsafe libc_setrlimit(resource.number, &limit) }
  }
}
