import Foundation
import Testing

@Suite("chpst")
struct ChpstTests {
  static let mistakes: [(arguments: [String], complaint: String)] = [
    ([], ""), (["-v"], ""), (["-x", "true"], "illegal option -- x\n"), (["-vx", "true"], "illegal option -- x\n"),
    (["-u"], "option requires an argument -- u\n"), (["-vn"], "option requires an argument -- n\n"),
    (["-s", "1", "true"], "illegal option -- s\n"),
    (["-n", "5x", "true"], ""), (["-n", "--5", "true"], ""), (["-n", "+-5", "true"], ""),
    (["-o", "-1", "true"], ""), (["-o", "+5", "true"], ""), (["-o", " 1", "true"], ""), (["-o", "1k", "true"], ""),
    (["-o", "0x10", "true"], ""), (["-o", "=", "true"], ""), (["-m", "unlimited", "true"], ""),
    (["-l", "a", "-l", "b", "true"], ""), (["-l", "a", "-L", "b", "true"], ""), (["-L", "a", "-L", "b", "true"], ""),
  ]

  @Test(arguments: mistakes)
  func `shows its usage after a mistake`(arguments: [String], complaint: String) throws {
    let outcome = try run("chpst", arguments)
    #expect(outcome.code == 100)
    #expect(outcome.output == "")
    #expect(outcome.error.hasPrefix((complaint == "" ? "" : "chpst: " + complaint) + "usage: chpst [-vVP"))
    #expect(outcome.error.hasSuffix("[-t n] prog\n\n"))
  }

  @Test(.ours("runit lets numbers wrap"), arguments: ["-o18446744073709551616", "-n18446744073709551616"])
  func `refuses numbers that do not fit`(option: String) throws { #expect(try chpst(option, "true").code == 100) }

  @Test(arguments: [("chpst", "chpst"), ("/a/b/dchpst", "chpst"), ("dfoo", "foo"), ("d", "")])
  func `is called in its usage what it was called, without a d`(name: String, shown: String) throws {
    let outcome = try run(name, [], executable: Programs.path("chpst"))
    #expect(outcome.error.hasPrefix("usage: \(shown) [-vVP"))
    let base = name.split(separator: "/").last ?? ""
    #expect(try run(name, ["-x"], executable: Programs.path("chpst")).error.hasPrefix("\(base): illegal option -- x\n"))
  }

  @Test func `prints a version on standard error and then its usage`() throws {
    let outcome = try chpst("-V", "true")
    #expect(outcome.code == 100)
    #expect(outcome.output == "")
    #expect(outcome.error.split(separator: "\n")[1].hasPrefix("usage: chpst "))
  }

  static let commandLines: [(arguments: [String], output: String)] = [
    (["echo", "-v", "-u"], "-v -u\n"), (["-v", "echo", "-v"], "-v\n"), (["--", "echo", "--"], "--\n"),
    (["-vP", "echo", "a"], "a\n"), (["-b", "-sh", "sh", "-c", "echo $0"], "-sh\n"),
    (["-b-sh", "sh", "-c", "echo $0"], "-sh\n"), (["-vPb", "x", "sh", "-c", "echo $0"], "x\n"),
    (["-b", "", "sh", "-c", "echo \"[$0]\""], "[]\n"), (["-b", "a", "-b", "b", "sh", "-c", "echo $0"], "b\n"),
    (["-n", "", "echo", "a"], "a\n"), (["-n+", "echo", "a"], "a\n"), (["-n", "-", "echo", "a"], "a\n"),
  ]

  @Test(arguments: commandLines)
  func `reads options up to the program`(arguments: [String], output: String) throws {
    #expect(try run("chpst", arguments) == Outcome(ending: .exited(0), output: output, error: ""))
  }

  @Test(arguments: [0, 1, 100, 111, 255])
  func `ends as its program does`(code: Int32) throws { #expect(try chpst("sh", "-c", "exit \(code)").code == code) }

  @Test func `keeps its process id`() throws {
    let program = try RunningProgram(program: "chpst", ["-v", "sleep", "100"])
    waitUntilAsleep(program)
  }

  @Test func `leads a session with -P`() throws {
    let program = try RunningProgram(program: "chpst", ["-P", "sleep", "100"])
    waitUntilAsleep(program)
    #expect(program.entry.session == program.id)
    #expect(program.entry.group == program.id)
  }

  @Test func `stays in its session with -P when it leads a group already`() throws {
    let program = try RunningProgram(program: "chpst", ["-P", "sleep", "100"], session: true)
    waitUntilAsleep(program)
    #expect(program.entry.session == program.id)
  }

  @Test(arguments: [("5", 5), ("+3", 3), ("99", 19), ("99999999999", 19), ("0", 0)])
  func `adds to the nice level`(step: String, difference: Int) throws {
    let level = try #require(Int(try chpst("nice").output.trimmingCharacters(in: .newlines)))
    let outcome = try chpst("-n", step, "nice")
    #expect(Int(outcome.output.trimmingCharacters(in: .newlines)) == min(19, level + difference))
  }

  @Test(.asRoot) func `takes from the nice level with the caller's rights`() throws {
    #expect(try chpst("-u", "daemon", "-n", "-5", "nice").output == "-5\n")
  }

  @Test func `can't take from the nice level as an ordinary user`() throws {
    let outcome = try chpstAsOrdinaryUser("-n", "-5", "true")
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: unable to set nice level: permission denied\n")
  }

  @Test(.ours("8: Debian's chpst is older than -C")) func `starts in another directory`() throws {
    let directory = try TemporaryDirectory()
    try directory.write("here/x", "")
    #expect(try chpst("-C", "here", "pwd", in: directory.path).output == directory("here") + "\n")
    let outcome = try chpst("-C", "nowhere", "true", in: directory.path)
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: unable to change directory: nowhere: file does not exist\n")
  }

  @Test(.asRoot, .ours("8: Debian's chpst is older than -C")) func `starts in a directory of another root`() throws {
    let directory = try TemporaryDirectory()
    try directory.write("root/here/x", "")
    let outcome = try chpst("-C", "/here", "-l", "lock", "-/", "root", "true", in: directory.path)
    #expect(outcome.error == "chpst: fatal: unable to run: true: file does not exist\n")
    #expect(directory.exists("root/here/lock"))
  }

  @Test(arguments: [("/nowhere", "file does not exist"), ("/etc/passwd", "not a directory")])
  func `can't start in a root that is none`(root: String, reason: String) throws {
    let outcome = try chpst("-/", root, "true")
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: unable to change directory: \(root): \(reason)\n")
  }

  @Test func `can't change the root as an ordinary user`() throws {
    let outcome = try chpstAsOrdinaryUser("-/", "/", "true")
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: unable to change root directory: permission denied\n")
  }
}
