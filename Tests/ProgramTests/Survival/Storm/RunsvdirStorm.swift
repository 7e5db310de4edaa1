import Foundation

/// A `runsvdir` whose entries change at random, and whose processes are killed.
final class RunsvdirStorm {
  private enum Action { case change, signalRunsvdir(Int32), signalRunsv(Int32), killDaemon, command }

  private static let lots: [(weight: Int, value: Action)] = [
    (12, .change), (2, .signalRunsvdir(SIGKILL)), (1, .signalRunsvdir(SIGUSR1)), (1, .signalRunsvdir(SIGSTOP)),
    (2, .signalRunsvdir(SIGCONT)), (3, .signalRunsv(SIGKILL)), (1, .signalRunsv(SIGUSR1)), (2, .killDaemon),
    (2, .command),
  ]

  private let place: TemporaryDirectory
  private(set) var entries: StormEntries
  private var dice: SeededGenerator
  private var runsvdir: RunningProgram
  private let title: [String]
  private var mayBeKilled = false
  /// Services whose `runsv` nobody could know any more, because it or `runsvdir` was killed when the entry had gone.
  private var orphans: Set<String> = []
  /// How often the lines in a pipe of this service may be lost, since its `runsv` was killed while there was no logger.
  private var toleratedGaps: [String: Int] = [:]

  private(set) var trace = StormTrace()
  private(set) var faults: [String] = []

  init() throws {
    dice = SeededGenerator(seed: SweepMode.seed)
    place = try TemporaryDirectory()
    entries = try StormEntries(in: place, &dice)
    title = dice.happens(50) ? [] : ["log: " + String(repeating: ".", count: 400)]
    trace.note("runsvdir \(title)")
    runsvdir = try RunningProgram(program: "runsvdir", [place("scan")] + title, session: true)
    awaitLook()
  }

  deinit {
    runsvdir.signal(SIGKILL)
    place.killEverythingInside()
  }

  func blow(seconds: Double) throws {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end, faults.isEmpty {
      try keepAlive()
      try act(dice.choose(Self.lots))
      faults += entries.wanted.flatMap { $0.brokenStates + $0.doubles }
      let pause = dice.happens(70) ? Int32.random(in: 0...10, using: &dice) : Int32.random(in: 0...300, using: &dice)
      poll(nil, 0, pause)
      if pause > 100, runsvdir.entry.rests { orphans.subtract(entries.wanted.map(\.path)) }
    }
  }

  /// Starts another `runsvdir` where there is none.
  private func keepAlive() throws {
    guard let ending = runsvdir.poll() else { return }
    if ending != .signalled(SIGKILL) || !mayBeKilled {
      faults.append("runsvdir ended with \(ending): \(runsvdir.error)")
    }
    trace.note("start runsvdir")
    mayBeKilled = false
    runsvdir = try RunningProgram(program: "runsvdir", [place("scan")] + title, session: true)
    awaitLook()
  }

  /// Before that it does not know its entries, and signals end it as they end any program.
  private func awaitLook() {
    let hasLooked = comesTrue(within: 30) { runsvdir.entry.rests || runsvdir.poll() != nil }
    if !hasLooked { faults.append("runsvdir does not come to rest: \(runsvdir.error)") }
  }

  private func act(_ action: Action) throws {
    switch action {
    case .change: trace.note(try entries.change(&dice))
    case .signalRunsvdir(let number):
      trace.note("signal \(number) to runsvdir")
      if number == SIGKILL {
        mayBeKilled = true
        let left = entries.unwanted.filter { !$0.processes(called: "runsv").isEmpty }
        orphans.formUnion(left.map(\.path))
      }
      runsvdir.signal(number)
    case .signalRunsv(let number):
      guard let (service, process) = anyProcess(called: "runsv") else { return }
      if number == SIGUSR1, !service.view.isSupervised { return }
      if number == SIGKILL { prepareForKill(of: service) }
      trace.note("signal \(number) to the runsv of \(service.path), \(process)")
      kill(process, number)
    case .killDaemon:
      guard let (service, process) = anyProcess(called: "/bin/sh") else { return }
      trace.note("KILL to \(service.path), \(process)")
      kill(process, SIGKILL)
    case .command:
      guard let service = entries.wanted.randomElement(using: &dice) else { return }
      let bytes = dice.choose([(2, "t"), (1, "x"), (1, "k"), (1, "du"), (1, "h")])
      trace.note("command \(bytes) to \(service.path)")
      service.view.ask(bytes)
    }
  }

  private func anyProcess(called name: String) -> (StormService, pid_t)? {
    let table = ProcessTable.all
    let services = (entries.wanted + entries.unwanted).shuffled(using: &dice)
    for service in services {
      if let process = service.processes(called: name, in: table).first { return (service, process.id) }
    }
    return nil
  }

  private func prepareForKill(of service: StormService) {
    if entries.unwanted.contains(where: { $0.path == service.path }) { orphans.insert(service.path) }
    guard let log = service.log.status, log.state == 1, log.want == "u", ProcessEntry(log.pid).isAlive else {
      toleratedGaps[service.path, default: 0] += 1
      return
    }
  }
}

// The calm after the storm.
extension RunsvdirStorm {
  /// What the world has that the entries don't say, and what it lacks.
  var complaints: [String] {
    let table = ProcessTable.all.filter { $0.workingDirectory?.hasPrefix(place.path) == true }
    let lost = table.filter { $0.workingDirectory?.hasSuffix(" (deleted)") == true }
    let surplus = entries.unwanted.filter { !orphans.contains($0.path) }.flatMap { service in
      table.filter { $0.workingDirectory?.hasPrefix(place(service.path)) == true }
    }
    return entries.wanted.compactMap { $0.complaint(in: table) }
      + (lost + surplus).map { "\($0.arguments) \($0.id) of \($0.workingDirectory ?? "?") is left" }
  }

  /// Waits until the world is what the entries say.
  func calm() throws -> Bool {
    trace.note("calm")
    return try comesTrue(within: 60) {
      runsvdir.signal(SIGCONT)
      try keepAlive()
      return complaints.isEmpty || !faults.isEmpty
    }
  }

  /// Whether a link that is made now is a service, as long as it is there.
  func obeys() throws -> Bool {
    let service = StormService("services/last", in: place)
    try service.make(["run": "#!/bin/sh\nexec sleep 1000\n"])
    guard symlink("../services/last", place("scan/last")) == 0 else { return false }
    guard comesTrue(within: 30, { service.view.stat == "run" }) else { return false }
    unlink(place("scan/last"))
    return comesTrue(within: 30) { place.processes(in: "services/last").isEmpty }
  }

  /// Stops the tree, and returns how `runsvdir` ended.
  func stop() -> RunningProgram.Ending? {
    trace.note("HUP")
    for path in orphans { StormService(path, in: place).view.ask("x") }
    runsvdir.signal(SIGHUP)
    return runsvdir.wait(within: 60)
  }

  /// What the last `runsvdir` and its children said.
  var said: String { runsvdir.error }

  var leftOver: [String] { place.processes().map { "\($0.arguments) in \($0.workingDirectory ?? "?")" } }

  /// What is wrong with the lines of the services that are there.
  var lineFaults: [String] {
    (entries.wanted + entries.unwanted).flatMap { service -> [String] in
      let written = service.written
      let allowed = toleratedGaps[service.path] ?? 0
      let lost = "\(service.path): \(written.lost) lines lost in \(written.gaps) gaps, \(allowed) excused"
      return written.faults.map { "\(service.path): \($0)" } + (written.gaps > allowed ? [lost] : []) + service.doubles
    }
  }
}
