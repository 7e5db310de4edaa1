import CLibc
import Testing
import Unix

@Suite("A path on the heap")
struct PathTests {
  static func text(_ path: Path) -> String {
    path.withCString { path in String(decoding: (0..<path.count).map { path[$0] }, as: UTF8.self) }
  }

  @Test func `is put together and cut again`() {
    var path = Path("/etc/service", "/", "web")
    #expect(Self.text(path) == "/etc/service/web")
    path.append("/supervise")
    path.truncate(to: path.count - 10)
    #expect(Self.text(path) == "/etc/service/web")
    path.truncate(to: 0)
    #expect(Self.text(path) == "")
  }

  @Test func `may be longer than any path that the kernel takes`() {
    var path = Path("")
    for _ in 0..<1000 { path.append("/component") }
    #expect(path.count == 10_000)
    #expect(Self.text(path) == String(repeating: "/component", count: 1000))
    #expect(throws: Errno.nameTooLong) {
      try path.withCString { (path) throws(Errno) in _ = try FileStatus(path) }
    }
  }
}
