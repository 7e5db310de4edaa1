import CLibc
import Foundation
import Testing
import Unix

@Suite("A datagram socket")
struct DatagramSocketTests {
  @Test func `sends to an address of version 4, and none to nowhere`() throws {
    let receiver = libc_datagram_socket(AF_INET)
    defer { close(receiver) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        #expect(Foundation.bind(receiver, address, size) == 0)
        #expect(Foundation.getsockname(receiver, address, &size) == 0)
      }
    }
    let port = UInt16(bigEndian: address.sin_port)
    let socket = DatagramSocket(to: SocketAddress(version4: [127, 0, 0, 1], port: port))
    try socket.send(CString("hello").bytes)
    var buffer = [UInt8](repeating: 0, count: 16)
    #expect(recv(receiver, &buffer, buffer.count, 0) == 5)
    #expect(buffer.prefix(5) == Array("hello".utf8)[...])

    let none = DatagramSocket(to: nil)
    #expect(throws: Errno.badDescriptor) { try none.send(CString("hello").bytes) }
  }
}
