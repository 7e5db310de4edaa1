import Foundation
import Testing

@Suite("The program that chpst runs")
struct ChpstSearchTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try directory.write("good/tool", "#!/bin/sh\necho good\n", mode: 0o755)
    try directory.write("other/tool", "#!/bin/sh\necho other\n", mode: 0o755)
    try directory.write("plain/tool", "#!/bin/sh\n", mode: 0o644)
    try directory.write("text/tool", "echo text\n", mode: 0o755)
    try directory.write("broken/tool", "#!/nowhere/sh\n", mode: 0o755)
    try directory.write("folder/tool/x", "")
    try directory.write("tool", "#!/bin/sh\necho here\n", mode: 0o755)
  }

  static let searches: [(path: String, result: String)] = [
    ("DIR/good:DIR/other", "good"), ("DIR/other:DIR/good", "other"), ("DIR/missing:DIR/good", "good"),
    ("DIR/plain:DIR/good", "good"), ("DIR/folder:DIR/good", "good"), ("DIR/broken:DIR/good", "good"),
    ("", "here"), (":DIR/good", "here"), ("DIR/missing:", "here"), ("DIR/missing::DIR/good", "here"),
    ("DIR/missing", "file does not exist"), ("DIR/broken", "file does not exist"),
    ("DIR/plain:DIR/missing", "access denied"), ("DIR/folder", "access denied"),
    ("DIR/text:DIR/good", "exec format error"), ("DIR/tool:DIR/good", "not a directory"),
  ]

  @Test(arguments: searches)
  func `is looked for along PATH`(path: String, result: String) throws {
    let path = path.replacingOccurrences(of: "DIR", with: directory.path)
    let outcome = try chpst("tool", environment: ["PATH": path], in: directory.path)
    if result.contains(" ") {
      #expect(outcome.code == 111)
      #expect(outcome.error == "chpst: fatal: unable to run: tool: \(result)\n")
    } else {
      #expect(outcome.output == result + "\n")
    }
  }

  static let files: [(String, String)] = [
    ("./missing", "file does not exist"), ("./plain/tool", "access denied"), ("./folder", "access denied"),
    ("./text/tool", "exec format error"), ("./tool/x", "not a directory"), ("", "access denied"),
  ]

  @Test(arguments: files)
  func `is a file if its name has a slash, and never for a shell`(name: String, reason: String) throws {
    let outcome = try chpst(name, in: directory.path)
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: unable to run: \(name): \(reason)\n")
  }

  @Test func `is looked for in /bin and /usr/bin without PATH`() throws {
    #expect(try chpst("env", "-u", "PATH", Programs.path("chpst"), "true").code == 0)
  }

  @Test func `is looked for along chpst's PATH and gets that of the environment directory`() throws {
    try directory.write("env/PATH", directory("other"))
    let outcome = try chpst(
      "-e", "env", "tool", environment: ["PATH": directory("good")], in: directory.path)
    #expect(outcome.output == "good\n")
    let printed = try chpst("-e", "env", "/usr/bin/env", in: directory.path)
    #expect(printed.variable("PATH") == directory("other"))
  }

  @Test func `is named in the complaint as it would have been called`() throws {
    let outcome = try chpst("-b", "alias", "missing-program")
    #expect(outcome.error == "chpst: fatal: unable to run: alias: file does not exist\n")
  }

  @Test func `is looked for under its own name whatever it is called`() throws {
    #expect(try chpst("-b", "x", "tool", environment: ["PATH": directory("good")]).output == "good\n")
  }

  @Test func `fails silently when standard error is closed`() throws {
    let outcome = try chpst("-2", "./missing")
    #expect(outcome.code == 111)
    #expect(outcome.error == "")
  }
}
