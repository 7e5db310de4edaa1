import CLibc

/// Where a datagram goes: an address in the order of the network, and a port.
public enum SocketAddress: Sendable {
  case version4(InlineArray<4, UInt8>, port: UInt16)
  case version6(InlineArray<16, UInt8>, port: UInt16)

  /// Hands out the kernel's form of the address, which must not be kept.
  func withKernelForm<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) throws(Errno) -> Result
  ) throws(Errno) -> Result {
    switch self {
    case .version4(let bytes, let port):
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      unsafe withUnsafeMutableBytes(of: &address.sin_addr) { memory in
        for index in bytes.indices { unsafe memory[index] = bytes[index] }
      }
      return try unsafe Self.withPointer(to: address, body)
    case .version6(let bytes, let port):
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      unsafe withUnsafeMutableBytes(of: &address.sin6_addr) { memory in
        for index in bytes.indices { unsafe memory[index] = bytes[index] }
      }
      return try unsafe Self.withPointer(to: address, body)
    }
  }

  private static func withPointer<Address, Result>(
    to address: Address, _ body: (UnsafePointer<sockaddr>, socklen_t) throws(Errno) -> Result
  ) throws(Errno) -> Result {
    try unsafe withUnsafePointer(to: address) { (pointer) throws(Errno) in
      try unsafe body(
        UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr.self), socklen_t(MemoryLayout<Address>.size))
    }
  }
}
