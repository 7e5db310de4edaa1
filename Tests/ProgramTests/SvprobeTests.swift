import Foundation
import Glibc
import Testing

/// A socket that listens, and answers each connection with `answer`; `nil` accepts and says nothing.
private final class Listener {
  let descriptor: Int32
  private(set) var port: UInt16 = 0

  init(family: Int32 = AF_INET, path: String? = nil, answer: String? = nil) throws {
    descriptor = socket(path == nil ? family : AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    storage.ss_family = sa_family_t(family)
    if let path {
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
      length = socklen_t(MemoryLayout<sockaddr_un>.size)
      withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: address, as: sockaddr_un.self) }
    } else if family == AF_INET {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
      withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: address, as: sockaddr_in.self) }
    } else {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_addr = in6addr_loopback
      length = socklen_t(MemoryLayout<sockaddr_in6>.size)
      withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: address, as: sockaddr_in6.self) }
    }
    let bound = withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Bool in
        guard bind(descriptor, address, length) == 0, listen(descriptor, 8) == 0 else { return false }
        return getsockname(descriptor, address, &length) == 0
      }
    }
    guard bound else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    port = UInt16(bigEndian: withUnsafeBytes(of: &storage) { $0.load(fromByteOffset: 2, as: UInt16.self) })
    if let answer { serve(answer) }
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  private func serve(_ answer: String) {
    let listening = descriptor
    Thread.detachNewThread {
      while true {
        let connection = accept(listening, nil, nil)
        guard connection >= 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(connection, &buffer, buffer.count, 0)
        let request = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        let reply = request.hasPrefix("GET /missing") ? "HTTP/1.1 404 Not Found\r\n\r\n" : answer
        _ = send(connection, reply, reply.utf8.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL))
        close(connection)
      }
    }
  }
}

@Suite("svprobe", .ours("svprobe is ours alone"))
struct SvprobeTests {
  @Test func `finds who listens at a port, by number and by name`() throws {
    let listener = try Listener()
    for host in ["127.0.0.1", "localhost"] {
      let outcome = try run("svprobe", ["tcp", "\(host):\(listener.port)"])
      #expect(outcome == Outcome(ending: .exited(0), output: "", error: ""))
    }
  }

  @Test func `finds who listens at a port of IPv6`() throws {
    guard let listener = try? Listener(family: AF_INET6) else { return }  // a machine without IPv6
    #expect(try run("svprobe", ["tcp", "[::1]:\(listener.port)"]).code == 0)
  }

  @Test func `is quiet when nobody listens`() throws {
    let port = try Listener().port
    #expect(try run("svprobe", ["tcp", "127.0.0.1:\(port)"]) == Outcome(ending: .exited(1), output: "", error: ""))
    #expect(try run("svprobe", ["http", "http://127.0.0.1:\(port)/"]).code == 1)
  }

  static let answers: [(String, Int32)] = [
    ("HTTP/1.1 200 OK\r\n\r\nfine", 0), ("HTTP/1.1 302 Found\r\n\r\n", 0), ("HTTP/1.1 500 Oops\r\n\r\n", 1),
    ("HTTP/1.1 404 Not Found\r\n\r\n", 1), ("SSH-2.0\r\n", 1), ("", 1),
  ]

  @Test(arguments: answers)
  func `takes a status from 200 to 399 for ready`(answer: String, code: Int32) throws {
    let listener = try Listener(answer: answer)
    #expect(try run("svprobe", ["http", "http://127.0.0.1:\(listener.port)/health"]).code == code)
  }

  @Test func `asks for the path of the URL`() throws {
    let listener = try Listener(answer: "HTTP/1.1 200 OK\r\n\r\n")
    #expect(try run("svprobe", ["http", "http://127.0.0.1:\(listener.port)"]).code == 0)
    #expect(try run("svprobe", ["http", "http://127.0.0.1:\(listener.port)/missing"]).code == 1)
  }

  @Test func `gives up after -t milliseconds on a server that says nothing`() throws {
    let listener = try Listener()
    let begin = Date()
    #expect(try run("svprobe", ["-t", "100", "http", "http://127.0.0.1:\(listener.port)/"]).code == 1)
    #expect(Date().timeIntervalSince(begin) >= 0.1)
  }

  @Test func `finds who listens at a socket in the file system`() throws {
    let place = try TemporaryDirectory()
    #expect(try run("svprobe", ["unix", place("socket")]).code == 1)
    let listener = try Listener(path: place("socket"))
    let outcome = try withExtendedLifetime(listener) { try run("svprobe", ["unix", "./socket"], in: place.path) }
    #expect(outcome.code == 0)
    try place.write("plain", "")
    #expect(try run("svprobe", ["unix", place("plain")]).code == 1)
  }

  static let mistakes: [([String], String)] = [
    (["tcp", "nowhere.invalid:80"], "unable to find the address of nowhere.invalid:80"),
    (["tcp", "127.0.0.1"], "invalid host:port: 127.0.0.1"),
    (["http", "https://127.0.0.1/"], "invalid URL: https://127.0.0.1/"),
    (["unix", String(repeating: "x", count: 200)], "invalid path of a socket: " + String(repeating: "x", count: 200)),
  ]

  @Test(arguments: mistakes)
  func `exits 111 when it can't ask`(arguments: [String], complaint: String) throws {
    let outcome = try run("svprobe", arguments)
    #expect(outcome == Outcome(ending: .exited(111), output: "", error: "svprobe: fatal: \(complaint)\n"))
  }

  @Test(arguments: [
    [], ["tcp"], ["udp", "x"], ["-t", "0", "tcp", "x:1"], ["-t", "x", "tcp", "x:1"], ["-q"], ["tcp", "a", "b"],
  ])
  func `shows its usage`(arguments: [String]) throws {
    let outcome = try run("svprobe", arguments)
    #expect(outcome.code == 100)
    #expect(outcome.error == "usage: svprobe [-t ms] tcp host:port | http url | unix path\n\n")
  }

  @Test func `tells its version`() throws {
    let outcome = try run("svprobe", ["--version"])
    #expect(outcome.code == 0)
    #expect(outcome.output.hasPrefix("svprobe (runit-swift) "))
  }
}
