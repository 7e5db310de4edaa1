import CLibc

/// Where a socket is to be connected to, or a datagram goes. The corresponding C type is `struct sockaddr`.
package struct SocketAddress {
  private var storage = sockaddr_storage()
  private var length: socklen_t = 0

  var family: CInt { CInt(storage.ss_family) }

  /// An IPv4 address in the order of the network, and a port.
  package init(version4 bytes: InlineArray<4, UInt8>, port: UInt16) {
    var address = sockaddr_in()
    unsafe withUnsafeMutableBytes(of: &address.sin_addr) { memory in
      for index in bytes.indices { unsafe memory[index] = bytes[index] }
    }
    set(address, port: port)
  }

  /// An IPv6 address in the order of the network, and a port.
  package init(version6 bytes: InlineArray<16, UInt8>, port: UInt16) {
    var address = sockaddr_in6()
    unsafe withUnsafeMutableBytes(of: &address.sin6_addr) { memory in
      for index in bytes.indices { unsafe memory[index] = bytes[index] }
    }
    set(address, port: port)
  }

  /// A numeric IPv4 or IPv6 address; `nil` for anything else. The corresponding C function is `inet_pton`.
  package init?(numeric host: CString, port: UInt16) {
    var four = sockaddr_in()
    var six = sockaddr_in6()
    if unsafe inet_pton(AF_INET, host.pointer, &four.sin_addr) == 1 {
      set(four, port: port)
    } else if unsafe inet_pton(AF_INET6, host.pointer, &six.sin6_addr) == 1 {
      set(six, port: port)
    } else {
      return nil
    }
  }

  /// A socket in the file system; `nil` for a path that is too long for one.
  package init?(path: CString) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = path.bytes
    guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
      for index in bytes.indices { unsafe room[index] = bytes[index] }
    }
    set(address)
  }

  /// A name in the kernel's table, with no file behind it: see `unix(7)`, "abstract". It has at most 100 bytes.
  package init(abstract name: Span<UInt8>) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    precondition(name.count <= 100 && name.count < room)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { path in
      for index in name.indices { unsafe path[index + 1] = name[index] }  // a NUL is in front
    }
    set(address)
    length -= socklen_t(room - 1 - name.count)
  }

  private mutating func set(_ address: sockaddr_in, port: UInt16) {
    var address = address
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    set(address)
  }

  private mutating func set(_ address: sockaddr_in6, port: UInt16) {
    var address = address
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    set(address)
  }

  private mutating func set<Address>(_ address: Address) {
    unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: address, as: Address.self) }
    length = socklen_t(MemoryLayout<Address>.size)
  }

  /// Hands out the kernel's form of the address, which must not be kept.
  func withKernelForm<Result>(
    _ body: (UnsafePointer<sockaddr_storage>, socklen_t) throws(Errno) -> Result
  ) throws(Errno) -> Result {
    try unsafe withUnsafePointer(to: storage) { (pointer) throws(Errno) in try unsafe body(pointer, length) }
  }
}
