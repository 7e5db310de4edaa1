import CLibc

/// A socket that sends datagrams by UDP and never waits.
///
/// It is not connected: that a receiver is away is neither told nor a reason to stop.
package struct DatagramSocket: Descriptor, ~Copyable {
  private let descriptor: FileDescriptor
  private let receiver: SocketAddress?

  package var rawValue: CInt { descriptor.rawValue }

  /// A socket for datagrams to `receiver`; its number is -1 when there is no receiver, or no such socket for us. The
  /// corresponding C function is `socket`.
  package init(to receiver: SocketAddress?) {
    descriptor = FileDescriptor(owning: receiver.map { libc_datagram_socket($0.family) } ?? -1)
    self.receiver = receiver
  }

  /// Sends one datagram. The corresponding C function is `sendto`.
  package func send(_ bytes: Span<UInt8>) throws(Errno) {
    guard let receiver else { throw .badDescriptor }
    try unsafe receiver.withKernelForm { (address, size) throws(Errno) in
      try unsafe bytes.withUnsafeBytes { (bytes) throws(Errno) in
        _ = try attempt { unsafe libc_sendto(rawValue, bytes.baseAddress, bytes.count, address, size) }
      }
    }
  }
}
