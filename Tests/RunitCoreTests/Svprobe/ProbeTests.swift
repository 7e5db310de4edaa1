import RunitCore
import Testing

@Suite("What svprobe is asked")
struct ProbeTests {
  static func text(_ text: String, _ range: Range<Int>) -> String {
    String(decoding: Array(text.utf8)[range], as: UTF8.self)
  }

  static let addresses: [(String, host: String, port: UInt16)] = [
    ("127.0.0.1:80", "127.0.0.1", 80), ("localhost:65535", "localhost", 65_535), ("[::1]:8080", "::1", 8080),
    ("::1:8080", "::1", 8080),
  ]

  @Test(arguments: addresses)
  func `is a host and a port`(text: String, host: String, port: UInt16) throws {
    let parsed = ProbeAddress(text.utf8Span.span)
    let address = try #require(parsed)
    #expect(Self.text(text, address.host) == host)
    #expect(address.port == port)
  }

  @Test(arguments: [
    "", "80", ":80", "host", "host:", "host:0", "host:65536", "host:x", "[::1]", "[::1]80", "[::1", "[]:1",
  ])
  func `is no host and port`(text: String) {
    let address = ProbeAddress(text.utf8Span.span)
    #expect(address == nil)
  }

  @Test(arguments: [("host", 80), ("[::1]", 80), ("host:81", 81), ("host:", nil)] as [(String, UInt16?)])
  func `may leave out a port that has a default`(text: String, port: UInt16?) {
    let address = ProbeAddress(text.utf8Span.span, defaultPort: 80)
    #expect(address?.port == port)
  }

  static let urls: [(String, authority: String, path: String)] = [
    ("http://localhost", "localhost", ""), ("http://[::1]:80/", "[::1]:80", "/"),
    ("http://host:81/api/health?x=1#part", "host:81", "/api/health?x=1"), ("http://host?x", "host", "?x"),
  ]

  @Test(arguments: urls)
  func `is a URL`(text: String, authority: String, path: String) throws {
    let parsed = ProbeURL(text.utf8Span.span)
    let url = try #require(parsed)
    #expect(Self.text(text, url.authority) == authority)
    #expect(Self.text(text, url.path) == path)
  }

  @Test(arguments: ["", "https://host/", "http://", "http:///path", "host", "http://a b/", "http://host/\r\nX: y"])
  func `is no URL`(text: String) {
    let url = ProbeURL(text.utf8Span.span)
    #expect(url == nil)
  }

  static let answers: [(String, UInt16?)] = [
    ("HTTP/1.1 200 OK\r\n", 200), ("HTTP/1.0 503", 503), ("HTTP/1.1 20", nil), ("SSH-2.0-OpenSSH", nil), ("", nil),
    ("HTTP/1.1 abc", nil),
  ]

  @Test(arguments: answers)
  func `is answered with a status`(answer: String, code: UInt16?) {
    let parsed = HTTPStatus.code(of: answer.utf8Span.span)
    #expect(parsed == code)
  }

  static let lines: [(String, String?)] = [
    ("127.0.0.1 localhost", "127.0.0.1"), ("\t::1\tip6-localhost LocalHost # x", "::1"), ("10.0.0.1 other", nil),
    ("# 127.0.0.1 localhost", nil), ("localhost", nil), ("", nil), ("127.0.0.1 local # localhost", nil),
  ]

  @Test(arguments: lines)
  func `is looked up in the lines of the hosts file`(line: String, address: String?) {
    let range = HostsLine.address(of: "localhost".utf8Span.span, in: line.utf8Span.span)
    #expect(range.map { Self.text(line, $0) } == address)
  }
}
