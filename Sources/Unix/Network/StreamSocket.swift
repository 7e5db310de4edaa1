import CLibc

/// A connection. The corresponding C functions are `socket` and `connect`.
package struct StreamSocket: Descriptor, ~Copyable {
  private let descriptor: FileDescriptor

  package var rawValue: CInt { descriptor.rawValue }

  private init(family: CInt) throws(Errno) {
    let kind = CInt(SOCK_STREAM_VALUE) | CInt(SOCK_CLOEXEC_VALUE) | CInt(SOCK_NONBLOCK_VALUE)
    descriptor = FileDescriptor(owning: try attempt { libc_socket(family, kind) })
  }

  /// Connects to `address`, and gives up at `deadline` on the monotonic clock with ``Errno/timedOut``.
  package static func connect(to address: SocketAddress, until deadline: Int64) throws(Errno) -> StreamSocket {
    let socket = try StreamSocket(family: address.family)
    let number = socket.rawValue
    do throws(Errno) {
      _ = try unsafe address.withKernelForm { (address, length) throws(Errno) in
        try attempt { unsafe libc_connect(number, address, length) }
      }
    } catch {
      guard error == .inProgress else { throw error }
      try socket.wait(for: .writing, until: deadline)
      try socket.checkConnection()
    }
    return socket
  }

  /// What to wait for.
  package enum Readiness {
    case reading
    case writing
  }

  /// Waits until data or room is there. Throws ``Errno/timedOut`` at `deadline`.
  package func wait(for readiness: Readiness, until deadline: Int64) throws(Errno) {
    let events = readiness == .reading ? POLLIN : POLLOUT
    var entry = pollfd(fd: rawValue, events: Int16(events), revents: 0)
    let rest = max(0, deadline - Clock.monotonic)
    let count = try attempt { unsafe poll(&entry, 1, CInt(clamping: (rest + 999_999) / 1_000_000)) }
    if count == 0 { throw .timedOut }
  }

  private func checkConnection() throws(Errno) {
    var code: CInt = 0
    var size = socklen_t(MemoryLayout<CInt>.size)
    try attempt { unsafe getsockopt(rawValue, SOL_SOCKET, SO_ERROR, &code, &size) }
    if code != 0 { throw Errno(rawValue: code) }
  }
}

extension Errno {
  /// `EINPROGRESS`.
  static var inProgress: Errno { Errno(rawValue: EINPROGRESS) }
  /// `ETIMEDOUT`.
  package static var timedOut: Errno { Errno(rawValue: ETIMEDOUT) }

  /// Whether a connection was refused because nobody listens there now, rather than because something is wrong here.
  package var saysNobodyListens: Bool {
    switch rawValue {
    case ECONNREFUSED, ETIMEDOUT, ECONNRESET, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN, ENOENT, EAGAIN, EPIPE:
      true
    default: false
    }
  }
}
