import Foundation

/// A `runsv` with a logger, under commands, signals and kills in random order.
final class RunsvStorm {
  /// Who gets a signal or a command.
  private enum Target: String { case runsv, service, logger }

  private enum Action {
    case command(Target)
    case signal(Target, Int32)
    case upgrade
  }

  private static let lots: [(weight: Int, value: Action)] = [
    (12, .command(.service)), (4, .command(.logger)), (3, .upgrade),
    (4, .signal(.runsv, SIGKILL)), (1, .signal(.runsv, SIGTERM)),
    (2, .signal(.runsv, SIGSTOP)), (3, .signal(.runsv, SIGCONT)),
    (3, .signal(.service, SIGKILL)), (2, .signal(.service, SIGSTOP)), (3, .signal(.service, SIGCONT)),
    (2, .signal(.logger, SIGKILL)), (2, .signal(.logger, SIGSTOP)), (3, .signal(.logger, SIGCONT)),
  ]

  /// All control bytes, some that mean nothing, and two at once.
  private static let commands: [(weight: Int, value: String)] =
    ["d", "o", "t", "k", "p", "c", "h", "a", "i", "q", "1", "2", "x"].map { (2, $0) } + [(12, "u"), (2, "?z\n")]
    + ["du", "ud", "ut", "pc", "xu", "dx"].map { (1, $0) }

  /// Bytes by which a svlogd may lose what it has read, as by KILL.
  private static let deadlyForLogger = "kiq12"

  let service: StormService
  private let place: TemporaryDirectory
  private var dice: SeededGenerator
  private var runsv: RunningProgram?
  /// Signals by which the present `runsv` may have ended; nothing else may end it.
  private var mayBeKilled = false
  private var mayExit = false
  private var pauseUntil = Date.distantPast
  private var loggerDisturbed = Date.distantPast
  private var lastKill = Date.distantPast

  private(set) var trace = StormTrace()
  private(set) var faults: [String] = []
  private(set) var warnings: Set<String> = []
  /// How often lines may be missing: a svlogd was killed, or everything that held the pipe.
  private(set) var toleratedGaps = 0

  init() throws {
    dice = SeededGenerator(seed: SweepMode.seed)
    place = try TemporaryDirectory()
    service = StormService("web", in: place)
    let files = StormService.files(&dice)
    trace.note("a service with \(files.keys.sorted().joined(separator: " "))")
    try service.make(files)
  }

  deinit {
    runsv?.signal(SIGKILL)
    place.killEverythingInside()
  }

  /// Blows for so long.
  func blow(seconds: Double) throws {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      if Date() > pauseUntil { try keepAlive() }
      act(dice.choose(Self.lots))
      faults += service.brokenStates + service.doubles
      poll(nil, 0, dice.happens(70) ? Int32.random(in: 0...8, using: &dice) : Int32.random(in: 0...150, using: &dice))
      if !faults.isEmpty { return }
    }
  }

  /// Starts another `runsv` where there is none, and sees how the last one ended.
  func keepAlive() throws {
    guard let ending = runsv?.poll() else {
      if runsv == nil { try start() }
      return
    }
    let isExpected = ending == .exited(0) && mayExit || ending == .signalled(SIGKILL) && mayBeKilled
    if ending == .signalled(SIGKILL) { lastKill = Date() }
    if !isExpected, !isLockedOut(ending) { faults.append("runsv ended with \(ending): \(runsv?.error ?? "")") }
    gatherWarnings()
    try start()
  }

  /// A child that has not become another program yet has the lock of a `runsv` that was killed, for moments.
  private func isLockedOut(_ ending: RunningProgram.Ending) -> Bool {
    ending == .exited(111) && Date().timeIntervalSince(lastKill) < 2
      && runsv?.error.hasSuffix("fatal: unable to lock supervise/lock: temporary failure\n") == true
  }

  private func start() throws {
    trace.note("start runsv")
    (mayBeKilled, mayExit) = (false, false)
    // A hosted svlogd that gets QUIT would start a debugger.
    runsv = try RunningProgram(
      program: "runsv", ["web"], environment: ["SWIFT_BACKTRACE": "enable=no"], in: place.path)
  }

  private func gatherWarnings() {
    let lines = (runsv?.error ?? "").split(separator: "\n")
    warnings.formUnion(lines.map { String($0).replacing(/[0-9]+/, with: "N") })
  }

  private func process(of target: Target) -> pid_t? {
    switch target {
    case .runsv: runsv.flatMap { $0.poll() == nil ? $0.id : nil }
    case .service: service.daemons.last
    case .logger: service.processes(called: "svlogd").first?.id
    }
  }

  private func act(_ action: Action) {
    switch action {
    case .command(let target): command(target, dice.choose(Self.commands))
    case .signal(let target, let number):
      guard let process = process(of: target), target != .runsv || number == SIGKILL || service.view.isSupervised
      else { return }  // before it blocks signals, any program is ended by TERM
      trace.note("signal \(number) to \(target.rawValue) \(process)")
      prepare(for: number, to: target)
      kill(process, number)
    case .upgrade:
      // As is TERM.
      guard let process = process(of: .runsv), service.view.isSupervised else { return }
      trace.note("USR1 to runsv")
      kill(process, SIGUSR1)
    }
  }

  private func command(_ target: Target, _ bytes: String) {
    trace.note("command \(bytes.debugDescription) to \(target.rawValue)")
    if target == .logger {
      loggerDisturbed = Date()
      if bytes.contains(where: { Self.deadlyForLogger.contains($0) }) { toleratedGaps += 1 }
      service.log.ask(bytes)
    } else {
      if bytes.contains("x") { prepareForExit() }
      service.view.ask(bytes)
    }
  }

  private func prepare(for signal: Int32, to target: Target) {
    switch (target, signal) {
    case (.runsv, SIGKILL):
      mayBeKilled = true
      if !hasLogger { toleratedGaps += 1 }
      if dice.happens(30) { pauseUntil = Date().addingTimeInterval(Double.random(in: 0...0.3, using: &dice)) }
    case (.runsv, SIGTERM): prepareForExit()
    case (.logger, SIGKILL):
      loggerDisturbed = Date()
      toleratedGaps += 1
    default: break
    }
  }

  private func prepareForExit() {
    mayExit = true
    if service.log.status?.want == "d" { toleratedGaps += 1 }
  }

  /// Whether a logger surely holds the pipe, which is lost with the last process that does.
  private var hasLogger: Bool {
    guard let status = service.log.status, status.state == 1, status.want == "u", !status.gotTerm else { return false }
    return ProcessEntry(status.pid).isAlive && Date().timeIntervalSince(loggerDisturbed) > 0.3
  }
}

// The calm after the storm.
extension RunsvStorm {
  /// Wakes all, and waits until a `runsv` supervises that was not told to exit.
  func calm() throws -> Bool {
    trace.note("calm")
    pauseUntil = .distantPast
    let isCalm = try comesTrue(within: 60) {
      if !faults.isEmpty { return true }
      for target in [Target.runsv, .service, .logger] { if let id = process(of: target) { kill(id, SIGCONT) } }
      if mayExit { service.view.ask("x") }
      try keepAlive()
      return service.view.isSupervised && (!mayExit || runsv?.poll() != nil)
    }
    return isCalm && faults.isEmpty
  }

  /// Whether `runsv` answers `bytes` by what `condition` says.
  func answers(_ bytes: String, log: String = "", _ condition: () -> Bool) -> Bool {
    trace.note("command \(bytes) in the calm")
    service.log.ask(log)
    service.view.ask(bytes)
    return comesTrue(within: 60) { condition() || runsv?.poll() != nil } && condition()
  }

  /// Tells `runsv` to exit and returns how it did.
  func exit() -> RunningProgram.Ending? {
    service.view.ask("x")
    let ending = runsv?.wait(within: 60)
    gatherWarnings()
    return ending
  }

  /// What the last `runsv` said.
  var said: String { runsv?.error ?? "" }

  /// All processes that are left.
  var leftOver: [[String]] { place.processes().map { $0.arguments } }
}
