import RunitCore
import Testing

@Suite("A file of an environment directory")
struct EnvironmentFileTests {
  static let files: [(name: String, content: String, assignment: String)] = [
    ("A", "", "A"),
    ("A", "\n", "A="),
    ("A", " \t ", "A="),
    ("A", "b", "A=b"),
    ("A", "b\n", "A=b"),
    ("A", "b\nc\n", "A=b"),
    ("A", " b \t\n", "A= b"),
    ("A", "b\r\n", "A=b\r"),
    ("A", "b\0c\0", "A=b\nc\n"),
    ("A", "b \0 ", "A=b \n"),
    ("A=B", "c", "A=B=c"),
    ("A=B", "", "A=B"),
    ("Ä", "ö", "Ä=ö"),
  ]

  @Test(arguments: files)
  func `sets or removes a variable`(name: String, content: String, assignment: String) {
    let bytes = EnvironmentFile.assignment(name.utf8Span.span, content.utf8Span.span)
    #expect(String(decoding: bytes, as: UTF8.self) == assignment)
  }
}
