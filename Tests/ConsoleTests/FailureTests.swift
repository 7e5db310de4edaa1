import Console
import Testing
import Unix

@Suite("A failure", .serialized)
struct FailureTests {
  private func failure(naming name: String) -> Failure {
    let path = Path(copying: name)
    return path.withCString { Failure("unable to open", $0, .accessDenied) }
  }

  private func text(_ name: CString?) -> String? {
    name.map { name in String(decoding: (0..<name.count).map { name[$0] }, as: UTF8.self) }
  }

  @Test func `owns the name of a path that is gone`() {
    #expect(text(failure(naming: "/run/runit/supervise.web").object) == "/run/runit/supervise.web")
  }

  @Test func `owns the name of a buffer of the frame that it left`() throws {
    func fail() throws(Failure) {
      var path = PathBuffer()
      _ = path.append("/run/runit/supervise.web")
      try path.withCString { (path) throws(Failure) in throw Failure("unable to open", path, .notPermitted) }
    }
    func overwrite() -> Int32 {
      var path = PathBuffer()
      while path.append(UInt8(ascii: "x")) {}
      return path.withCString { Int32($0.count) }
    }
    do throws(Failure) {
      try fail()
      Issue.record("no failure")
    } catch {
      #expect(overwrite() == 4095)
      #expect(text(error.object) == "/run/runit/supervise.web")
    }
  }

  @Test func `keeps its name beside those of two others`() {
    let names = ["one", String(repeating: "2", count: 255), String(repeating: "3", count: 255)]
    let failures = names.map(failure(naming:))
    #expect(failures.map { text($0.object) } == names)
  }

  @Test func `marks a name that was cut`() {
    let failure = failure(naming: String(repeating: "x", count: 5_000))
    #expect(text(failure.object) == String(repeating: "x", count: 1_020) + "...")
  }

  @Test func `takes any number of names`() {
    for count in 0..<2_000 {
      let name = String(repeating: "n", count: count % 300)
      #expect(text(failure(naming: name).object) == name)
    }
  }

  @Test func `keeps an argument as it is`() throws {
    let argument = try #require(unsafe CommandLine.unsafeArgv[0])
    let failure = Failure("unable to run", unsafe CString(argument))
    #expect(failure.object.map { unsafe $0.pointer == UnsafePointer(argument) } == true)
  }
}

extension Path {
  fileprivate init(copying text: String) {
    self.init("")
    let bytes = Array(text.utf8)
    append(bytes.span)
  }
}
