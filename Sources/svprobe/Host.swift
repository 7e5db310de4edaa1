import CLibc
import RunitCore
import Unix

/// A host by number, by a name in /etc/hosts, or `localhost`. A static program asks no name server, and a check should
/// not depend on one either.
struct Host {
  private var name: [UInt8] = []

  init(_ name: Span<UInt8>) {
    for index in name.indices { self.name.append(name[index]) }
  }

  /// Where the host may be reached; none when it is not known.
  ///
  /// - Throws: why /etc/hosts can't be read, in which it may be known.
  func addresses(port: UInt16) throws(Errno) -> [SocketAddress] {
    if let address = Self.address(name.span, port) { return [address] }
    let isLocal = name.span.equals("localhost")
    var found: [SocketAddress] = []
    do throws(Errno) {
      found = try listedAddresses(port)
    } catch {
      if !isLocal, error != .noSuchFile { throw error }
    }
    if found.isEmpty, isLocal {
      for number: CString in ["127.0.0.1", "::1"] {
        if let address = SocketAddress(numeric: number, port: port) { found.append(address) }
      }
    }
    return found
  }

  private static func address(_ text: Span<UInt8>, _ port: UInt16) -> SocketAddress? {
    var buffer = CStringBuffer<64>()
    guard buffer.append(text) else { return nil }
    return buffer.withCString { SocketAddress(numeric: $0, port: port) }
  }

  /// Those that /etc/hosts gives the name, in its order.
  private func listedAddresses(_ port: UInt16) throws(Errno) -> [SocketAddress] {
    let file = try FileDescriptor.read("/etc/hosts")
    var found: [SocketAddress] = []
    var line: [UInt8] = []
    var chunk = TextBuffer<4096>()
    while true {
      try chunk.replace { (buffer) throws(Errno) in try file.read(into: &buffer) }
      if chunk.count == 0 { break }
      for index in 0..<chunk.count {
        let byte = chunk.span[index]
        guard byte == UInt8(ascii: "\n") else {
          line.append(byte)
          continue
        }
        take(line.span, port, &found)
        line.removeAll(keepingCapacity: true)
      }
    }
    take(line.span, port, &found)
    return found
  }

  private func take(_ line: Span<UInt8>, _ port: UInt16, _ found: inout [SocketAddress]) {
    guard let range = HostsLine.address(of: name.span, in: line),
      let address = Self.address(line.extracting(range), port)
    else { return }
    found.append(address)
  }
}
