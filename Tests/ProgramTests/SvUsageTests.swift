import Testing

@Suite("sv's command line")
struct SvUsageTests {
  static let usage = "usage: sv [-v] [-w sec] command service ...\n\n"

  static let mistakes: [([String], String)] = [
    ([], ""), (["status"], ""), ([""], ""), (["", "a"], ""), (["zap", "a"], ""), (["rest", "a"], ""), (["-"], ""),
    (["--"], ""), (["-v"], ""), (["-x", "status", "a"], "sv: illegal option -- x\n"),
    (["-w"], "sv: option requires an argument -- w\n"), (["-vw"], "sv: option requires an argument -- w\n"),
    (["-v-", "status", "a"], "sv: illegal option -- -\n"),
  ]

  @Test(arguments: mistakes)
  func `is explained when it is wrong`(arguments: [String], complaint: String) throws {
    let outcome = try run("sv", arguments)
    #expect(outcome.error == complaint + Self.usage)
    #expect(outcome.output.isEmpty)
    #expect(outcome.code == 100)
  }

  @Test(arguments: [["-v"], ["-w", "3"], ["-w3"], ["-vw3"], ["-w3x"], ["--"], ["--anything"], ["-v", "--"]])
  func `has options before the command`(options: [String]) throws {
    let outcome = try run("sv", options + ["status", "/nonexistent/service"])
    #expect(
      outcome.output
        == "fail: /nonexistent/service: unable to change to service directory: file does not exist\n")
    #expect(outcome.code == 1)
  }

  @Test func `takes everything behind the command for services`() throws {
    let outcome = try run("sv", ["status", "-v", "/nonexistent/b"], environment: ["SVDIR": "/nonexistent"])
    #expect(outcome.code == 2)
    #expect(outcome.output.hasPrefix("fail: -v: unable to change"))
  }

  @Test(.ours("S11: a limit that is no number"), arguments: [(["-w", "soon"], ""), ([], "later")])
  func `wants a number of seconds`(options: [String], variable: String) throws {
    let outcome = try run("sv", options + ["status", "/nonexistent/a"], environment: ["SVWAIT": variable])
    let complaint =
      options.isEmpty ? "sv: SVWAIT: not a number of seconds: later\n" : "sv: -w: not a number of seconds: soon\n"
    #expect(outcome.error == complaint + Self.usage)
    #expect(outcome.code == 100)
  }

  @Test func `prints a version and the usage for -V`() throws {
    let outcome = try run("sv", ["-V"])
    #expect(outcome.error.hasSuffix("\n" + Self.usage))
    #expect(outcome.code == 100)
  }

  @Test(.ours("--help and --version"), arguments: [("--help", "usage: sv [-v]"), ("--version", "sv (runit-swift) ")])
  func `answers questions about itself`(option: String, answer: String) throws {
    let outcome = try run("sv", [option])
    #expect(outcome.output.hasPrefix(answer))
    #expect(outcome.error.isEmpty)
    #expect(outcome.code == 0)
  }

  @Test func `counts failures up to 99`() throws {
    let outcome = try run("sv", ["status"] + (0..<120).map { "/nonexistent/\($0)" })
    #expect(outcome.code == 99)
  }
}
