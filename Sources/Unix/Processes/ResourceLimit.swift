import CLibc

/// How much of a resource this process may have. The corresponding C type is `struct rlimit`.
package struct ResourceLimit: Equatable, Sendable {
  /// A resource, by the kernel's number.
  package struct Resource: Sendable {
    let number: CInt

    private init(_ number: Int) { self.number = CInt(number) }

    package static var addressSpace: Resource { Resource(libc_rlimit_as) }
    package static var coreSize: Resource { Resource(libc_rlimit_core) }
    package static var cpuSeconds: Resource { Resource(libc_rlimit_cpu) }
    package static var dataSize: Resource { Resource(libc_rlimit_data) }
    package static var fileSize: Resource { Resource(libc_rlimit_fsize) }
    package static var lockedMemory: Resource { Resource(libc_rlimit_memlock) }
    package static var openFiles: Resource { Resource(libc_rlimit_nofile) }
    package static var processes: Resource { Resource(libc_rlimit_nproc) }
    package static var residentSize: Resource { Resource(libc_rlimit_rss) }
    package static var stackSize: Resource { Resource(libc_rlimit_stack) }
  }

  /// What the kernel enforces; `UInt64.max` is no limit.
  package var soft: UInt64
  /// What an ordinary process may raise ``soft`` to.
  package var hard: UInt64

  /// The limit as it is. The corresponding C function is `getrlimit`.
  package init(of resource: Resource) throws(Errno) {
    var limit = rlimit()
    try attempt { unsafe libc_getrlimit(resource.number, &limit) }
    (soft, hard) = (UInt64(limit.rlim_cur), UInt64(limit.rlim_max))
  }

  /// Makes this the limit. The corresponding C function is `setrlimit`.
  package func apply(to resource: Resource) throws(Errno) {
    var limit = rlimit(rlim_cur: rlim_t(soft), rlim_max: rlim_t(hard))
    try attempt { unsafe libc_setrlimit(resource.number, &limit) }
  }
}
