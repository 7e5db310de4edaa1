import RunitCore
import Testing

@Suite("A command of sv")
struct SvCommandTests {
  struct Case: Sendable {
    let word: String
    let control: String
    let waits: Bool
    let kills: Bool

    init(_ word: String, _ control: String, waits: Bool = false, kills: Bool = false) {
      self.word = word
      self.control = control
      self.waits = waits
      self.kills = kills
    }
  }

  static let words: [Case] = [
    Case("start", "u", waits: true), Case("stop", "d", waits: true), Case("restart", "tcu", waits: true),
    Case("shutdown", "x", waits: true), Case("reload", "h", waits: true), Case("try-restart", "tc", waits: true),
    Case("force-stop", "d", waits: true, kills: true), Case("force-shutdown", "x", waits: true, kills: true),
    Case("force-reload", "tc", waits: true, kills: true), Case("force-restart", "tcu", waits: true, kills: true),
    Case("D", "d", waits: true, kills: true), Case("Tomorrow", "tc", waits: true, kills: true),
    Case("X", "x", waits: true, kills: true), Case("E", "x", waits: true, kills: true),
    Case("x", "x"), Case("exit", "x"), Case("e", "x"), Case("u", "u"), Case("up", "u"), Case("d", "d"),
    Case("down", "d"), Case("once", "o"), Case("pause", "p"), Case("cont", "c"), Case("hup", "h"),
    Case("alarm", "a"), Case("interrupt", "i"), Case("quit", "q"), Case("1", "1"), Case("2", "2"), Case("term", "t"),
    Case("kill", "k"), Case("checks", "c"), Case("chec", "c"), Case("try", "t"), Case("try-restarts", "t"),
    Case("usr1", "1"), Case("usr2", "2"), Case("USR1", "1"), Case("sigusr2", "2"), Case("SIGHUP", "h"),
    Case("sigterm", "t"), Case("TERM", "t"), Case("Term", "t"), Case("alrm", "a"), Case("SigAlrm", "a"),
    Case("int", "i"),
    Case("SIGINT", "i"), Case("QUIT", "q"), Case("KILL", "k"), Case("sigcont", "c"), Case("sigstop", "p"),
    Case("usr", "u"), Case("usr3", "u"), Case("sig", ""), Case("sigfoo", ""), Case("ter", "t"), Case("terms", "t"),
    Case("starts", ""), Case("status", ""), Case("s", ""), Case("stopping", ""), Case("shut", ""),
  ]

  @Test(arguments: words)
  func `is a word, or else a letter`(expected: Case) throws {
    let command = try #require(Self.command(expected.word))
    #expect("\(command.control)" == expected.control)
    #expect(command.alwaysWaits == expected.waits)
    #expect(command.kills == expected.kills)
    let isStatus = if case .status = command.action { true } else { false }
    #expect(isStatus == expected.control.isEmpty)
  }

  static func command(_ word: String, asInitScript: Bool = false) -> SvCommand? {
    SvCommand(word.utf8Span.span, asInitScript: asInitScript)
  }

  @Test(arguments: [
    "", "-", "r", "rest", "restarts", "f", "force", "U", "S", "STATUS", "z", "3", "é", "STOP",
    // Signals that runsv does not send: their first letters mean exit, up, pause and so on.
    "xcpu", "SIGXFSZ", "urg", "pipe", "trap", "ill", "abrt", "sigchld", "sigwinch", "segv",
  ])
  func `is refused when it is none`(word: String) {
    #expect(Self.command(word) == nil)
  }

  static let stops: [(String, Character, Bool, Bool)] = [
    ("stop", "d", true, true), ("down", "d", true, true), ("force-stop", "d", true, true), ("stop", "d", false, false),
    ("stop", "u", true, false), ("exit", "d", true, false), ("term", "d", true, false), ("kill", "d", true, false),
  ]

  @Test(arguments: stops)
  func `to stop is obeyed by a service that is wanted down and has got TERM`(
    word: String, want: Character, term: Bool, isObeyed: Bool
  ) throws {
    let command = try #require(Self.command(word))
    let status = WaitConditionTests.status(.run, pid: 7, want: want, term: term)
    #expect(command.isObeyed(in: status) == isObeyed)
  }

  @Test(arguments: [
    ("try-restart", true), ("restart", false), ("force-reload", false), ("term", false), ("stop", false),
  ])
  func `is for running services only when its name says so`(word: String, isForRunningOnly: Bool)
    throws
  {
    #expect(try #require(Self.command(word)).isForRunningOnly == isForRunningOnly)
  }

  @Test func `may be to check, which says nothing to the service`() throws {
    let command = try #require(Self.command("check"))
    let isCheck = if case .check = command.action { true } else { false }
    #expect(isCheck)
    #expect(command.alwaysWaits)
  }

  @Test(arguments: [("status", true), ("start", true), ("shutdown", true), ("s", false), ("stat", false), ("u", true)])
  func `of an init script is no abbreviation of status`(word: String, isOne: Bool) {
    #expect((Self.command(word, asInitScript: true) != nil) == isOne)
  }

  static let absent: [(String, Bool, Bool)] = [
    ("exit", true, false), ("shutdown", true, false), ("X", true, false), ("stop", false, false), ("up", false, true),
    ("once", false, true), ("restart", false, true), ("start", false, true), ("try-restart", false, false),
    ("check", false, false), ("status", false, false),
  ]

  @Test(arguments: absent)
  func `knows what it means that there is no runsv`(word: String, succeeds: Bool, starts: Bool) throws {
    let command = try #require(Self.command(word))
    #expect(command.succeedsWithoutSupervisor == succeeds)
    #expect(command.startsService == starts)
  }
}
