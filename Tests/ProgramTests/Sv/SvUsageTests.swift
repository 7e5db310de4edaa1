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

  static let limits: [([String], String, String)] = [
    (["-w", "soon"], "", "-w: soon"), (["-w", ""], "30", "-w: "), (["-w", "-3"], "", "-w: -3"),
    ([], "later", "SVWAIT: later"), ([], "\u{1b}[2J", "SVWAIT: ?[2J"),
  ]

  @Test(.ours("S11: a limit that is no number"), arguments: limits)
  func `is carried out with a limit of 7 s in place of one that is no number`(
    options: [String], variable: String, culprit: String
  ) throws {
    let outcome = try run("sv", options + ["status", "/nonexistent/a"], environment: ["SVWAIT": variable])
    let (name, value) = (culprit.prefix { $0 != ":" }, culprit.drop { $0 != ":" }.dropFirst(2))
    #expect(outcome.error == "sv: warning: \(name) is not a number of seconds, waiting for 7: \(value)\n")
    #expect(outcome.output == "fail: /nonexistent/a: unable to change to service directory: file does not exist\n")
    #expect(outcome.code == 1)
  }

  @Test(.ours("S11: a limit that is no number"))
  func `stops a service whatever the limit`() throws {
    let services = try Services()
    try services.start("a")
    let outcome = try services.sv("stop", "a", environment: ["SVWAIT": "garbage"])
    #expect(outcome.lines == ["ok: down: a: Ns, normally up"])
    #expect(outcome.code == 0)
    let wait = try services.sv("wait", "-w", "x", "down", "a")
    #expect(wait.error == "sv: warning: -w is not a number of seconds, waiting for 7: x\n")
    #expect(wait.code == 0)
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
