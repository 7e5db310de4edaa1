import CLibc
import Foundation
import Testing

/// A socket of this machine that receives datagrams.
private final class Receiver {
  private let descriptor: Int32
  let port: UInt16

  init(version6: Bool = false) throws {
    descriptor = libc_datagram_socket(version6 ? AF_INET6 : AF_INET)
    try #require(descriptor >= 0)
    var port: UInt16 = 0
    if version6 {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_addr = in6addr_loopback
      port = try Self.bind(descriptor, &address) { UInt16(bigEndian: $0.sin6_port) }
    } else {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
      port = try Self.bind(descriptor, &address) { UInt16(bigEndian: $0.sin_port) }
    }
    self.port = port
  }

  deinit { close(descriptor) }

  private static func bind<Address>(
    _ descriptor: Int32, _ address: inout Address, _ port: (Address) -> UInt16
  ) throws -> UInt16 {
    var size = socklen_t(MemoryLayout<Address>.size)
    try withUnsafeMutablePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        try #require(Foundation.bind(descriptor, address, size) == 0)
        try #require(getsockname(descriptor, address, &size) == 0)
      }
    }
    return port(address)
  }

  /// The datagrams that have come.
  func take() -> [String] {
    var datagrams: [String] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      if count < 0 { return datagrams }
      datagrams.append(String(decoding: buffer.prefix(count), as: UTF8.self))
    }
  }
}

@Suite("svlogd's datagrams")
struct SvlogdNetworkTests {
  @Test func `have stamp, prefix, the first bytes and an ellipsis`() throws {
    let receiver = try Receiver()
    let log = try LogFixture(config: "u127.0.0.1:\(receiver.port)\npweb: \n-no\n")
    try log.log("one\nno\n12345\n123456\n\n", ["-l", "5"])
    #expect(receiver.take() == ["web: one\n", "web: 12345...\n", "web: 12345...\n", "web: \n"])
    #expect(log.current == "web: one\nweb: 12345\nweb: 123456\nweb: \n")
    try log.log("stamped\n", ["-tt"])
    let datagram = try #require(receiver.take().first)
    #expect(log.current.hasSuffix(datagram))
    #expect(datagram.utf8.count == 26 + "web: stamped\n".utf8.count)
  }

  @Test func `are all there is with U`() throws {
    let receiver = try Receiver()
    let log = try LogFixture(config: "U127.0.0.1:\(receiver.port)\n")
    try log.log("one\ntwo\n")
    #expect(receiver.take() == ["one\n", "two\n"])
    #expect(log.current == "")
  }

  @Test func `go nowhere with U and a bad address`() throws {
    let log = try LogFixture(config: "Unowhere\n")
    let outcome = try log.log("one\n")
    #expect(outcome.error == "svlogd: warning: unable to scan ip address: nowhere\n")
    #expect(log.current == "")
  }

  @Test(.ours("L10: IPv4 is all there is"))
  func `go to addresses of version 6`() throws {
    let receiver = try Receiver(version6: true)
    let log = try LogFixture(config: "u[::1]:\(receiver.port)\n")
    try log.log("one\n")
    #expect(receiver.take() == ["one\n"])
    #expect(log.current == "one\n")
  }

  @Test func `cost nothing when nobody receives them`() throws {
    let port = try Receiver().port
    let log = try LogFixture(config: "u127.0.0.1:\(port)\n")
    let outcome = try log.log("one\ntwo\nthree\n")
    #expect(outcome == Outcome(ending: .exited(0), output: "", error: ""))
    #expect(log.current == "one\ntwo\nthree\n")
  }

  @Test func `leave a warning in current when they can't be sent`() throws {
    let log = try LogFixture(config: "u255.255.255.255:9\n")
    try log.log("one\n")
    #expect(log.current == "warning: failure sending through udp: one\none\n")
  }
}
