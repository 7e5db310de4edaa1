/// What `sv` is told to do with services.
package struct SvCommand: Sendable {
  package enum Action: Sendable {
    /// Print how the services are.
    case status
    /// Say nothing to the services, and wait until they are as they are wanted.
    case check
    /// Write ``SvCommand/control`` to the services.
    case control
    /// Say nothing to the services, and wait until they have come so far.
    case wait(Goal)
  }

  /// A state to wait for.
  package enum Goal: Sendable {
    /// It has a `runsv`, whatever that is told to do.
    case supervised
    /// It runs.
    case up
    /// It runs and is available, as far as that can be known.
    case ready
    /// It does not run, and is not about to.
    case down
    /// It is a one-shot and has done its work.
    case done
  }

  package let action: Action
  /// The bytes for `supervise/control`: one or more ``ControlCommand``, all of which must have had their effect before
  /// the command has succeeded.
  package let control: Literal
  /// Whether it waits for the effect in any case, and not only when asked to.
  package let alwaysWaits: Bool
  /// Whether a service that keeps `sv` waiting for too long is killed.
  package let kills: Bool

  private init(_ action: Action, _ control: Literal = "", alwaysWaits: Bool = true, kills: Bool = false) {
    self.action = action
    self.control = control
    self.alwaysWaits = alwaysWaits
    self.kills = kills
  }

  private static var status: SvCommand { SvCommand(.status, alwaysWaits: false) }
  private static func send(_ letter: Literal) -> SvCommand { SvCommand(.control, letter, alwaysWaits: false) }
  private static func wait(_ control: Literal) -> SvCommand { SvCommand(.control, control) }
  private static func force(_ control: Literal) -> SvCommand { SvCommand(.control, control, kills: true) }

  package static func wait(for goal: Goal) -> SvCommand { SvCommand(.wait(goal)) }
  package static var start: SvCommand { .wait("u") }
  package static var stop: SvCommand { .wait("d") }

  /// Whether a service without a `runsv` has what the command wants.
  package var succeedsWithoutSupervisor: Bool {
    if case .wait(.down) = action { true } else { control == "x" }
  }

  /// Whether it is for services that run, so that one that is not supervised has what the command wants.
  package var isForRunningOnly: Bool { control == "tc" && !kills }

  /// Whether a service in `status` has obeyed already, and sending the command again would send TERM again: daemons take
  /// the second for an order to leave their work undone.
  package func isObeyed(in status: ServiceStatus) -> Bool { control == "d" && status.isWantedDown && status.gotTerm }

  /// Whether it waits for a `runsv` that is not there, however long that has been so.
  package var waitsForSupervisor: Bool {
    if case .wait = action { !succeedsWithoutSupervisor } else { false }
  }

  /// Whether the command makes a service run, so that it is worth to wait for the `runsv` of one that is new.
  package var startsService: Bool { control == "u" || control == "o" || control == "tcu" }

  /// Other services that are dealt with first, when that is asked for.
  package enum Prerequisites: Sendable {
    /// What a service needs is brought up.
    case dependencies
    /// What needs a service is taken down.
    case dependents
  }

  /// What can be dealt with before the command is given; `nil` when there is nothing of that kind.
  package var prerequisites: Prerequisites? {
    if kills { return nil }
    if startsService { return .dependencies }
    return control == "d" || control == "x" ? .dependents : nil
  }
}

extension SvCommand {
  /// The command called `word`; `nil` when there is none.
  ///
  /// Some are whole words, as are the names of signals; of all others only the first letter counts. An init script, which is given no other
  /// service's name, has no abbreviations of `status`.
  package init?(_ word: Span<UInt8>, asInitScript: Bool = false) {
    if let command = Self.named(word) {
      self = command
    } else if let signal = SignalName.command(word) {
      guard let command = Self.sending(ServiceSignal(number: signal)) else { return nil }
      self = command
    } else if let command = Self.abbreviated(word, asInitScript: asInitScript) {
      self = command
    } else {
      return nil
    }
  }

  private static func named(_ word: Span<UInt8>) -> SvCommand? {
    if word.equals("status") { return .status }
    if word.equals("check") { return SvCommand(.check) }
    if word.equals("start") { return .start }
    if word.equals("stop") { return .stop }
    if word.equals("restart") { return .wait("tcu") }
    if word.equals("reload") { return .wait("h") }
    if word.equals("shutdown") { return .wait("x") }
    if word.equals("try-restart") { return .wait("tc") }
    if word.equals("force-stop") { return .force("d") }
    if word.equals("force-reload") { return .force("tc") }
    if word.equals("force-restart") { return .force("tcu") }
    if word.equals("force-shutdown") { return .force("x") }
    return nil
  }

  /// The command for a signal; `nil` for one that `runsv` does not send. The first letter of such a name means something
  /// else: that of XCPU is exit.
  private static func sending(_ signal: ServiceSignal) -> SvCommand? {
    switch signal {
    case .hangUp: .send("h")
    case .interrupt: .send("i")
    case .quit: .send("q")
    case .kill: .send("k")
    case .user1: .send("1")
    case .user2: .send("2")
    case .alarm: .send("a")
    case .terminate: .send("t")
    case .resume: .send("c")
    case .stop: .send("p")
    default: nil
    }
  }

  private static func abbreviated(_ word: Span<UInt8>, asInitScript: Bool) -> SvCommand? {
    guard word.count > 0 else { return nil }
    switch Unicode.Scalar(word[0]) {
    case "s": return asInitScript ? nil : .status
    case "D": return .force("d")
    case "T": return .force("tc")
    case "X", "E": return .force("x")
    case "x", "e": return .send("x")
    case "u": return .send("u")
    case "d": return .send("d")
    case "o": return .send("o")
    case "p": return .send("p")
    case "c": return .send("c")
    case "h": return .send("h")
    case "a": return .send("a")
    case "i": return .send("i")
    case "q": return .send("q")
    case "1": return .send("1")
    case "2": return .send("2")
    case "t": return .send("t")
    case "k": return .send("k")
    default: return nil
    }
  }
}
