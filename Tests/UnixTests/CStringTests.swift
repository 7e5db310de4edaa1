import Testing
import Unix

extension CString: CustomStringConvertible {
  /// The text, for comparison.
  public var description: String { String(cString: pointer) }
}

@Suite("A C string")
struct CStringTests {
  @Test func `finds a byte`() {
    let text: CString = "a=b=c"
    #expect(text.firstIndex(of: UInt8(ascii: "=")) == 1)
    #expect(text.firstIndex(of: UInt8(ascii: "a")) == 0)
    #expect(text.firstIndex(of: UInt8(ascii: "x")) == nil)
  }

  static let names: [(CString, CString)] = [
    ("/usr/bin/sv", "sv"), ("sv", "sv"), ("./sv", "sv"), ("web/", ""), ("/", ""), ("", ""),
  ]

  @Test(arguments: names)
  func `has a last component`(path: CString, name: CString) {
    #expect("\(path.lastComponent)" == "\(name)")
    #expect(path.count == "\(path)".utf8.count)
  }

  @Test func `keeps a copy of bytes that go away`() {
    var bytes = Array("value".utf8)
    let copy = CString(keeping: bytes.span)
    bytes[0] = UInt8(ascii: "x")
    #expect(copy == "value")
    #expect(CString(keeping: [UInt8]().span).isEmpty)
    #expect(CString(keeping: UInt8(ascii: "u")) == "u")
  }
}
