import Foundation
import Glibc
import Testing

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

  @Test(.ofShipped) func `does not take a shortage for an unknown host`() throws {
    let arguments = ["--nofile=3", Programs.shipped("svprobe"), "tcp", "nowhere.invalid:80"]
    let outcome = try run("prlimit", arguments, executable: "/usr/bin/prlimit")
    #expect(outcome.code == 111)
    let reason = "process cannot open more files"
    #expect(outcome.error == "svprobe: fatal: unable to find the address of nowhere.invalid:80: \(reason)\n")
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
