package import CLibc

/// A name that one process of this machine can have at a time: that of a socket in the kernel's abstract namespace.
///
/// It lasts until its last descriptor is closed, through an `execve` as well, and whatever ends the process leaves
/// nothing behind. The kernel knows whose it is. Each network namespace has names of its own.
package struct NameClaim: Descriptor, ~Copyable {
  /// Who has a name.
  package struct Holder {
    /// 0 when it is in a process namespace that can't be seen from here.
    package let process: pid_t
    package let user: uid_t

    /// Whether the holder is root or a process of this user, and no other user who keeps the name from us.
    package var isTrusted: Bool { user == 0 || user == geteuid() }
  }

  private let descriptor: FileDescriptor

  package var rawValue: CInt { descriptor.rawValue }

  /// Goes on with one that a former program of this process has made.
  package init(continuing descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

  /// Claims `name`. The corresponding C functions are `socket`, `bind` and `listen`.
  ///
  /// - Throws: ``Errno/addressInUse`` when another process has it.
  package init(_ name: Span<UInt8>) throws(Errno) {
    let socket = try Self.socket()
    let number = socket.rawValue
    _ = try unsafe SocketAddress(abstract: name).withKernelForm { (address, length) throws(Errno) in
      try attempt { unsafe libc_bind(number, address, length) }
    }
    try attempt { listen(number, 128) }
    descriptor = socket
  }

  /// Asks who has `name`. The corresponding C functions are `connect` and `getsockopt` with `SO_PEERCRED`.
  package static func holder(of name: Span<UInt8>) throws(Errno) -> Holder {
    let visitor = try socket()
    let number = visitor.rawValue
    _ = try unsafe SocketAddress(abstract: name).withKernelForm { (address, length) throws(Errno) in
      try attempt { unsafe libc_connect(number, address, length) }
    }
    var credentials = ucred()
    var size = socklen_t(MemoryLayout<ucred>.size)
    try attempt { unsafe getsockopt(number, SOL_SOCKET, SO_PEERCRED, &credentials, &size) }
    return Holder(process: credentials.pid, user: credentials.uid)
  }

  /// Makes room for those who will ask whose the name is. The corresponding C function is `accept4`.
  package func dismissVisitors() {
    while case let visitor = libc_accept(rawValue), visitor != -1 { close(visitor) }
  }

  private static func socket() throws(Errno) -> FileDescriptor {
    let kind = CInt(SOCK_STREAM_VALUE) | CInt(SOCK_CLOEXEC_VALUE) | CInt(SOCK_NONBLOCK_VALUE)
    return FileDescriptor(owning: try attempt { libc_socket(AF_UNIX, kind) })
  }
}
