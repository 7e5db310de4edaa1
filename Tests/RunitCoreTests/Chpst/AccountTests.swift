import RunitCore
import Testing

@Suite("The name of an account")
struct AccountNameTests {
  /// `names USER GROUP…` or `numbers UID GID…`.
  static func description(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    func word(_ range: Range<Int>) -> String { " [" + String(decoding: bytes[range], as: UTF8.self) + "]" }
    switch AccountName(parsing: bytes.span) {
    case nil: return nil
    case .names(let user, let groups)?: return "names" + word(user) + groups.map(word).joined()
    case .numbers(let user, let groups)?: return "numbers \(user) \(groups)"
    }
  }

  static let names: [(String, String?)] = [
    ("", "names []"), ("daemon", "names [daemon]"), ("daemon:", "names [daemon] []"),
    ("daemon:games:tty", "names [daemon] [games] [tty]"), ("daemon::tty", "names [daemon] [] [tty]"),
    ("1000", "names [1000]"), ("0:0", "names [0] [0]"),
    (":1000:100", "numbers 1000 [100]"), (":1:2:3", "numbers 1 [2, 3]"), ("::5", "numbers 0 [5]"),
    (":1:2:", "numbers 1 [2, 0]"), ("::", "numbers 0 [0]"),
    (":", nil), (":1000", nil), (":1:x", nil), (":1:2x", nil), (":1:-2", nil), (":1: 2", nil),
    (":4294967295:4294967295", "numbers 4294967295 [4294967295]"), (":4294967296:0", nil), (":0:4294967296", nil),
  ]

  @Test(arguments: names)
  func `is names or numbers`(text: String, description: String?) { #expect(Self.description(text) == description) }

  @Test func `has at most sixty groups, of which numbers must not be more and names are cut`() {
    func list(_ count: Int, _ item: String) -> String { Array(repeating: item, count: count).joined(separator: ":") }
    #expect(Self.description(":0:" + list(60, "1")) != nil)
    #expect(Self.description(":0:" + list(61, "1")) == nil)
    #expect(Self.description("a:" + list(61, "b")) == Self.description("a:" + list(60, "b")))
  }

  @Test(arguments: ["daemon:games", ":1:2", "-v", ""])
  func `is all of it for daemontools' programs`(text: String) {
    let bytes = text.utf8Span.span
    #expect(AccountName(user: bytes) == .names(user: 0..<bytes.count, groups: []))
  }
}

@Suite("The files of accounts")
struct AccountFileTests {
  static let passwords = """
    root:x:0:0:root:/root:/bin/bash
    broken:x:a:1::/:/bin/sh
    large:x:4294967296:1::/:/bin/sh
    short:x:7:8
    short2:x:7

    +::::::
    web:x:33:34:a:b:/var/www:
    web:x:99:99::/:/bin/sh
    last:x:1:2::/last:/bin/false
    """

  static let users: [(String, String?)] = [
    ("root", "0 0 /root /bin/bash"), ("broken", nil), ("large", nil), ("short", "7 8  "), ("short2", nil), ("", nil),
    ("+", nil), ("web", "33 34 b /var/www"), ("last", "1 2 /last /bin/false"), ("roo", nil), ("root:x", nil),
  ]

  @Test(arguments: users)
  func `give a user's ids, home and shell`(user: String, expected: String?) {
    let file = Array(Self.passwords.utf8)
    func text(_ range: Range<Int>) -> String { String(decoding: file[range], as: UTF8.self) }
    let entry = PasswordFile.entry(of: user.utf8Span.span, in: file.span)
    #expect(entry.map { "\($0.userID) \($0.groupID) \(text($0.home)) \(text($0.shell))" } == expected)
  }

  static let groups =
    "root:x:0:\nweb:x:33:ann,bob\nbad:x:x:bob\nmail:x:8:bob\nshort:x:9\nnone:x:10:ann,bobby,,b\nweb:x:99:"

  @Test(arguments: [("root", UInt32?(0)), ("web", 33), ("short", 9), ("bad", nil), ("we", nil), ("", nil)])
  func `give a group's id`(group: String, id: UInt32?) {
    #expect(GroupFile.id(of: group.utf8Span.span, in: Self.groups.utf8Span.span) == id)
  }

  @Test(arguments: [("bob", [UInt32]([33, 8])), ("ann", [33, 10]), ("b", [10]), ("root", []), ("", [])])
  func `give the groups of a member`(user: String, ids: [UInt32]) {
    #expect(GroupFile.ids(withMember: user.utf8Span.span, in: Self.groups.utf8Span.span) == ids)
  }

  @Test func `may be empty`() {
    #expect(PasswordFile.entry(of: "root".utf8Span.span, in: "".utf8Span.span) == nil)
    #expect(GroupFile.id(of: "+nis".utf8Span.span, in: "+nis:x:0:\n".utf8Span.span) == nil)
    #expect(GroupFile.id(of: "#old".utf8Span.span, in: "#old:x:0:\n".utf8Span.span) == nil)
    #expect(GroupFile.id(of: "root".utf8Span.span, in: "\n\n".utf8Span.span) == nil)
  }
}
