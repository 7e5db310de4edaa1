import CLibc
import Console
import RunitCore
import Unix

/// The questions that can be asked: `true` is ready, `false` is not ready, thrown is what keeps from asking.
enum Probe {
  /// Whether somebody accepts connections at `HOST:PORT`.
  static func tcp(_ target: CString, until deadline: Int64) throws(Failure) -> Bool {
    guard let address = ProbeAddress(target.bytes) else { throw Failure("invalid host:port:", target) }
    return try connect(to: Host(target.bytes.extracting(address.host)), address.port, target, until: deadline) != nil
  }

  /// Whether somebody accepts connections at the socket `path`.
  static func unix(_ path: CString, until deadline: Int64) throws(Failure) -> Bool {
    guard let address = SocketAddress(path: path) else { throw Failure("invalid path of a socket:", path) }
    return try connect(to: address, path, until: deadline) != nil
  }

  /// Whether a web server answers a GET of `url` with a status from 200 to 399.
  static func http(_ url: CString, until deadline: Int64) throws(Failure) -> Bool {
    guard let parts = ProbeURL(url.bytes),
      let address = ProbeAddress(url.bytes.extracting(parts.authority), defaultPort: 80)
    else { throw Failure("invalid URL:", url) }
    let host = Host(url.bytes.extracting(parts.authority).extracting(address.host))
    guard let socket = try connect(to: host, address.port, url, until: deadline) else { return false }
    do throws(Errno) {
      let request = HTTPRequest(url.bytes, parts)
      var written = 0
      while written < request.bytes.count {
        try socket.wait(for: .writing, until: deadline)
        written += try socket.write(request.bytes.span.extracting(written...))
      }
      guard let code = HTTPStatus.code(of: try firstBytes(from: socket, until: deadline).span) else { return false }
      return 200...399 ~= code
    } catch {
      guard error.saysNobodyListens else { throw Failure("unable to ask", url, error) }
      return false
    }
  }

  /// The beginning of an answer, as long as a status line needs, or as much as there is.
  private static func firstBytes(
    from socket: borrowing StreamSocket, until deadline: Int64
  ) throws(Errno) -> TextBuffer<64> {
    var answer = TextBuffer<64>()
    while answer.count < 16 {
      try socket.wait(for: .reading, until: deadline)
      var chunk = TextBuffer<64>()
      try chunk.replace { (buffer) throws(Errno) in try socket.read(into: &buffer) }
      if chunk.count == 0 { break }
      answer.append(chunk.span)
    }
    return answer
  }
}

// Connecting: `nil` when nobody listens.
extension Probe {
  private static func connect(
    to host: Host, _ port: UInt16, _ target: CString, until deadline: Int64
  ) throws(Failure) -> StreamSocket? {
    let action: CString = "unable to find the address of"
    let addresses = try explain(action, target, host.addresses(port: port))
    if addresses.isEmpty { throw Failure(action, target) }
    for address in addresses {
      if let socket = try connect(to: address, target, until: deadline) { return socket }
    }
    return nil
  }

  private static func connect(
    to address: SocketAddress, _ target: CString, until deadline: Int64
  ) throws(Failure) -> StreamSocket? {
    do throws(Errno) {
      return try StreamSocket.connect(to: address, until: deadline)
    } catch {
      if error.saysNobodyListens { return nil }
      throw Failure("unable to connect to", target, error)
    }
  }
}
