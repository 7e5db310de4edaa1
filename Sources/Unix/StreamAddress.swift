import CLibc

/// Where a stream socket may be connected to. The corresponding C type is `struct sockaddr`.
public struct StreamAddress {
  private(set) var storage = sockaddr_storage()
  private(set) var length: socklen_t = 0

  /// A numeric IPv4 or IPv6 address; `nil` for anything else. The corresponding C function is `inet_pton`.
  public init?(numeric host: CString, port: UInt16) {
    var four = sockaddr_in()
    var six = sockaddr_in6()
    if unsafe inet_pton(AF_INET, host.pointer, &four.sin_addr) == 1 {
      four.sin_family = sa_family_t(AF_INET)
      four.sin_port = port.bigEndian
      set(four)
    } else if unsafe inet_pton(AF_INET6, host.pointer, &six.sin6_addr) == 1 {
      six.sin6_family = sa_family_t(AF_INET6)
      six.sin6_port = port.bigEndian
      set(six)
    } else {
      return nil
    }
  }

  /// A socket in the file system; `nil` for a path that is too long for one.
  public init?(path: CString) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = path.bytes
    guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
      for index in bytes.indices { unsafe room[index] = bytes[index] }
    }
    set(address)
  }

  private mutating func set<Address>(_ address: Address) {
    unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: address, as: Address.self) }
    length = socklen_t(MemoryLayout<Address>.size)
  }
}
