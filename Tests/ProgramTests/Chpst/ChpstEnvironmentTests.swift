import Foundation
import Testing

@Suite("The environment of chpst's program")
struct ChpstEnvironmentTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try directory.write("env/.hidden", "x")
  }

  /// The environment that `chpst` gives to its program: `NAME=VALUE`, sorted.
  private func environment(_ options: String...) throws -> [String] {
    let outcome = try run(
      "chpst", options + ["/usr/bin/env", "-0"], environment: ["OLD": "old"], in: directory.path)
    #expect(outcome.error == "")
    return outcome.output.split(separator: "\0").map(String.init).filter { !$0.hasPrefix("PATH=") }.sorted()
  }

  static let files: [(name: String, content: String, environment: [String])] = [
    ("A", "b\n", ["A=b", "OLD=old"]), ("A", "b", ["A=b", "OLD=old"]), ("A", "b\nc\n", ["A=b", "OLD=old"]),
    ("A", " b \t \n", ["A= b", "OLD=old"]), ("A", "b\r\n", ["A=b\r", "OLD=old"]), ("A", "b=c", ["A=b=c", "OLD=old"]),
    ("A", "\n", ["A=", "OLD=old"]), ("A", " \t", ["A=", "OLD=old"]), ("A", "", ["OLD=old"]),
    ("A", "b\0c", ["A=b\nc", "OLD=old"]), ("A", "b \0 \n", ["A=b \n", "OLD=old"]),
    ("OLD", "new", ["OLD=new"]), ("OLD", "", []), ("OLD", "\n", ["OLD="]), ("OL", "new", ["OL=new", "OLD=old"]),
    ("OLDER", "new", ["OLD=old", "OLDER=new"]),
    ("OLD=B", "c", ["OLD=B=c"]), ("OLD=B", "", ["OLD=B"]), ("=B", "c", ["=B=c", "OLD=old"]),
    ("a b", "c", ["OLD=old", "a b=c"]),
  ]

  @Test(arguments: files)
  func `is that of a directory`(name: String, content: String, environment expected: [String]) throws {
    try directory.write("env/" + name, content)
    #expect(try environment("-e", "env") == expected)
  }

  @Test func `has values of any size`() throws {
    let value = String(repeating: "0123456789", count: 9_999)
    try directory.write("env/A", value + "\nrest")
    #expect(try environment("-e", "env") == ["A=" + value, "OLD=old"])
  }

  @Test func `has what a link leads to`() throws {
    try directory.write("value", "b")
    symlink("../value", directory("env/A"))
    #expect(try environment("-e", "env") == ["A=b", "OLD=old"])
  }

  @Test func `lacks what a link leads nowhere for`() throws {
    symlink("nowhere", directory("env/OLD"))
    #expect(try environment("-e", "env") == [])
  }

  @Test(.ours("2.5: a dangling link gets the content of the file before it"))
  func `lacks what a link leads nowhere for, beside other files too`() throws {
    for index in 0..<20 { try directory.write("env/V\(index)", "value") }
    symlink("nowhere", directory("env/OLD"))
    #expect(try environment("-e", "env").count == 20)
  }

  @Test func `is not that of a subdirectory, which is mentioned with -v`() throws {
    try directory.write("env/A", "b")
    try directory.write("env/folder/B", "c")
    #expect(try environment("-e", "env") == ["A=b", "OLD=old"])
    let outcome = try chpst("-v", "-e", "env", "true", in: directory.path)
    #expect(outcome.code == 0)
    #expect(outcome.error == "chpst: warning: unable to read env/folder: is a directory\n")
  }

  static let directories: [(String, String)] = [
    ("missing", "unable to switch to directory: missing: file does not exist"),
    ("file", "unable to switch to directory: file: not a directory"),
    ("loop", "unable to read loop/self: symbolic link loop"),
  ]

  @Test(arguments: directories)
  func `can't be read from everything`(name: String, complaint: String) throws {
    try directory.write("file", "")
    try directory.write("loop/A", "b")
    symlink("self", directory("loop/self"))
    let outcome = try chpst("-e", name, "true", in: directory.path)
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: \(complaint)\n")
  }

  static let modes: [(directory: mode_t, file: mode_t, String)] = [
    (0o744, 0o644, "unable to switch to directory: env: access denied"),
    (0o711, 0o644, "unable to open directory: env: access denied"),
    (0o755, 0o600, "unable to read env/A: access denied"),
  ]

  @Test(.asRoot, arguments: modes)
  func `needs the right to read it`(directoryMode: mode_t, fileMode: mode_t, complaint: String) throws {
    try directory.write("env/A", "b", mode: fileMode)
    chmod(directory("env"), directoryMode)
    let outcome = try chpstAsOrdinaryUser("-e", "env", "true", in: directory.path)
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: \(complaint)\n")
  }

  @Test func `leaves the working directory alone`() throws {
    #expect(try chpst("-e", "env", "/bin/pwd", in: directory.path).output == directory.path + "\n")
  }

  @Test func `is that of the last directory`() throws {
    try directory.write("env/A", "b")
    try directory.write("env2/B", "c")
    #expect(try environment("-e", "env", "-eenv2") == ["B=c", "OLD=old"])
  }

  @Test func `names an account with -U and changes nothing else`() throws {
    #expect(try environment("-U", "daemon") == ["GID=1", "OLD=old", "UID=1"])
    #expect(try environment("-U", "daemon:games") == ["GID=60", "OLD=old", "UID=1"])
    #expect(try environment("-U", ":1000:100:200") == ["GID=100", "OLD=old", "UID=1000"])
    #expect(try Set(chpst("-U", "daemon", "cat", "/proc/self/status").status("Uid")) == ["\(geteuid())"])
  }

  @Test func `names the account of -U rather than that of the directory`() throws {
    try directory.write("env/UID", "7")
    try directory.write("env/GID", "")
    #expect(try environment("-U", "daemon", "-e", "env") == ["GID=1", "OLD=old", "UID=1"])
  }
}
