import RunitCore
import Testing

@Suite("The confinement of a program")
struct ConfinementTests {
  static let priorities: [(String, Int32?)] = [
    ("realtime", 1 << 13 | 4), ("realtime:0", 1 << 13), ("best-effort:7", 2 << 13 | 7), ("idle", 3 << 13),
    ("idle:1", nil), ("best-effort:8", nil), ("best-effort:", nil), ("best-effort:x", nil), ("best", nil), ("", nil),
  ]

  @Test(arguments: priorities)
  func `has a class and level of input and output`(text: String, number: Int32?) {
    #expect(IOPriority(parsing: text.utf8Span.span)?.rawValue == number)
  }

  static let capabilities: [(String, UInt64?)] = [
    ("", 0), ("chown", 1), ("cap_chown", 1), ("kill,chown", 1 << 5 | 1), ("net_bind_service", 1 << 10),
    ("checkpoint_restore", 1 << 40), ("chown,chown", 1), ("chown,", nil), (",chown", nil), ("CHOWN", nil), ("all", nil),
    ("cap_", nil),
  ]

  @Test(arguments: capabilities)
  func `keeps capabilities by name`(text: String, bits: UInt64?) {
    #expect(CapabilitySet(parsing: text.utf8Span.span)?.rawValue == bits)
  }

  static let rules: [(String, [String]?)] = [
    ("ro:/usr", ["readOnly /usr"]), ("ro:/usr,rw:/tmp", ["readOnly /usr", "readWrite /tmp"]),
    ("rw:a:b", ["readWrite a:b"]),
    ("", nil), ("ro:", nil), ("ro:/usr,", nil), (",ro:/usr", nil), ("/usr", nil), ("rx:/usr", nil),
    ("ro:/a,,ro:/b", nil),
  ]

  @Test(arguments: rules)
  func `leaves parts of the file system open`(text: String, expected: [String]?) {
    let bytes = Array(text.utf8)
    let rules = LandlockRule.parse(bytes.span)
    #expect(rules.map { $0.map { "\($0.access) " + String(decoding: bytes[$0.path], as: UTF8.self) } } == expected)
  }
}
