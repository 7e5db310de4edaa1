import CLibc
import Foundation
import Testing
import Unix

/// What a search finds is executed in place of the searcher: ChpstTests watches that. Here it always fails.
@Suite("A search for a program")
final class ProgramSearchTests {
  /// A directory with a file that may not be executed, one in no known format, and a directory.
  let directory = NSTemporaryDirectory() + "runit-search-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: directory + "/folder", withIntermediateDirectories: true)
    for (name, mode) in [("plain", 0o644), ("text", 0o755)] {
      try Data("x".utf8).write(to: URL(fileURLWithPath: directory + "/" + name))
      chmod(directory + "/" + name, mode_t(mode))
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  static let failures: [(program: String, path: String, reason: Errno)] = [
    ("missing", "/bin:/usr/bin", .noSuchFile),
    ("/nowhere/missing", "/bin", .noSuchFile),
    ("missing", "", .noSuchFile),
    ("plain", "DIR:/bin", .accessDenied),
    ("plain", "/bin:DIR", .accessDenied),
    ("folder", "DIR", .accessDenied),
    ("", "/bin", .accessDenied),
    ("text", "DIR:/bin", Errno(rawValue: ENOEXEC)),
    ("missing", "DIR/plain:/bin", .notDirectory),
    ("missing", "LONG", .nameTooLong),
  ]

  @Test(arguments: failures)
  func `ends with runit's reason`(program: String, path: String, reason: Errno) {
    let path = path.replacingOccurrences(of: "DIR", with: directory)
      .replacingOccurrences(of: "LONG", with: String(repeating: "x", count: 5000))
    let words = [strdup(program), strdup(path), nil]
    defer { words.forEach { free($0) } }
    var argv = words
    let found = argv.withUnsafeMutableBufferPointer {
      let arguments = Arguments(1, $0.baseAddress!)
      return ProgramSearch.execute(arguments[0] ?? "", arguments, path: CString(words[1]!))
    }
    #expect(found == reason)
  }
}
