import RunitCore
import Testing

@Suite("A line of dependencies")
struct DependencyLineTests {
  private static let longest = String(repeating: "n", count: 255)

  static let lines: [(line: String, kind: DependencyLine.Kind, text: String, isTidy: Bool)] = [
    ("db", .name, "db", true), ("a name", .name, "a name", true), ("db#1", .name, "db#1", true),
    ("db\r", .name, "db", false), ("db \t\r", .name, "db", false), (" \tdb", .name, "db", false),
    ("", .nothing, "", true), ("\r", .nothing, "", false), (" \t", .nothing, "", false),
    ("#db", .nothing, "#db", true), (" # ../db\r", .nothing, "# ../db", false),
    (".", .invalid, ".", true), ("..", .invalid, "..", true), (".db", .invalid, ".db", true),
    ("a/b", .invalid, "a/b", true), ("/db", .invalid, "/db", true), ("a\0b", .invalid, "a\0b", true),
    (longest, .name, longest, true), (longest + "n", .invalid, longest + "n", true),
    (String(repeating: " ", count: 500) + longest, .name, longest, false),
    (longest + String(repeating: " ", count: 45), .name, longest, false),
    (longest + String(repeating: " ", count: 46), .invalid, longest, false),
  ]

  @Test(arguments: lines)
  func `is a name, nothing or invalid`(line: String, kind: DependencyLine.Kind, text: String, isTidy: Bool) {
    let bytes = Array(line.utf8)
    let parsed = DependencyLine(bytes.span)
    let (parsedKind, parsedText, parsedTidiness) = (parsed.kind, [UInt8](copying: parsed.text), parsed.isTidy)
    #expect(parsedKind == kind)
    #expect(parsedText == Array(text.utf8))
    #expect(parsedTidiness == isTidy)
  }
}
