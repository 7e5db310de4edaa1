import RunitCore
import Testing

@Suite("A record of utmp")
struct UtmpRecordTests {
  /// A login on `line`, with every other byte set.
  static func login(on line: String, user: String = "root") -> [UInt8] {
    func field(_ text: String, _ size: Int) -> [UInt8] {
      Array(text.utf8) + Array(repeating: 0, count: size - text.utf8.count)
    }
    return [7, 0, 0xee, 0xee, 1, 2, 3, 4] + field(line, 32) + [0xee, 0xee, 0xee, 0xee] + field(user, 32)
      + field("example.org", 256) + Array(repeating: 0xee, count: 52)
  }

  static let lines: [(String, String, String, Bool)] = [
    ("tty1", "root", "tty1", true), ("tty1", "root", "tty", false), ("tty1", "root", "tty12", false),
    ("tty1", "", "tty1", false), ("", "root", "", true), ("tty1", "root", "", false),
    (String(repeating: "x", count: 32), "root", String(repeating: "x", count: 32), true),
    (String(repeating: "x", count: 32), "root", String(repeating: "x", count: 33), false),
  ]

  @Test(arguments: lines)
  func `is of the line with exactly its name, while somebody is there`(
    line: String, user: String, asked: String, isLogin: Bool
  ) throws {
    let bytes = Self.login(on: line, user: user)
    let decoded = UtmpRecord(decoding: bytes.span)
    let record = try #require(decoded)
    #expect(record.isLogin(on: asked.utf8Span.span) == isLogin)
  }

  @Test func `keeps all but type, user, host and time at a logout`() throws {
    let before = Self.login(on: "tty1")
    let decoded = UtmpRecord(decoding: before.span)
    var record = try #require(decoded)
    record.logout(at: 0x0403_0201)
    var expected = before
    expected[0] = 8
    for index in 44..<332 { expected[index] = 0 }
    expected.replaceSubrange(340..<344, with: [1, 2, 3, 4])
    let after = record.encoded.indices.map { record.encoded[$0] }
    #expect(after == expected)
  }

  @Test func `of a bare logout has a line, a time and nothing else`() throws {
    let made = UtmpRecord(logoutFrom: "tty1".utf8Span.span, at: 1)
    let record = try #require(made)
    var expected = [UInt8](repeating: 0, count: 384)
    expected[0] = 8
    expected.replaceSubrange(8..<12, with: "tty1".utf8)
    expected[340] = 1
    let bytes = record.encoded.indices.map { record.encoded[$0] }
    #expect(bytes == expected)
  }

  @Test func `is not read from too few bytes, nor made for too long a line`() {
    #expect(UtmpRecord(decoding: [UInt8](repeating: 0, count: 383).span) == nil)
    #expect(UtmpRecord(logoutFrom: [UInt8](repeating: 65, count: 33).span, at: 0) == nil)
  }
}
