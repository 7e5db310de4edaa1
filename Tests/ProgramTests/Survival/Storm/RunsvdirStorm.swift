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
  /// Service directories whose processes nobody could know any more: `runsvdir`, or their `runsv`, was killed when the
  /// entry had gone.
  private var orphans: Set<String> = []
  /// Those of them that were killed at last, with their loggers.
  private var killedOrphans: Set<String> = []
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
      if pause > 100, runsvdir.entry.rests { orphans.subtract(entries.wanted.map { place($0.path) }) }
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
    case .change:
      trace.note(try entries.change(&dice))
      noteLeftServices()
    case .signalRunsvdir(let number):
      trace.note("signal \(number) to runsvdir")
      runsvdir.signal(number)
      if number == SIGKILL {
        mayBeKilled = true
        _ = runsvdir.wait(within: 30)  // what is removed while there is none, none can know
        orphans.formUnion(surplus.map(\.directory))
      }
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

  /// A service whose `runsv` was killed, and whose entry went before there was another.
  private func noteLeftServices() {
    let known = surplus.filter { $0.process.arguments.first == "runsv" }.map(\.directory)
    let left = surplus.filter { ["/bin/sh", "svlogd"].contains($0.process.arguments.first) }.map(\.directory)
    orphans.formUnion(Set(left).subtracting(known))
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
    if entries.unwanted.contains(where: { $0.path == service.path }) { orphans.insert(place(service.path)) }
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
    return entries.wanted.compactMap { $0.complaint(in: table) }
      + surplus.filter { !orphans.contains($0.directory) }.map {
        "\($0.process.arguments) \($0.process.id) of \($0.directory) is left"
      }
  }

  /// The processes of service directories that no entry leads to, with these. One that was removed is marked as such.
  private var surplus: [(process: ProcessEntry, directory: String)] {
    let (mark, wanted) = (" (deleted)", Set(entries.wanted.map { place($0.path) }))
    return ProcessTable.all.compactMap { process in
      guard var path = process.workingDirectory, path.hasPrefix(place.path + "/") else { return nil }
      let isDeleted = path.hasSuffix(mark)
      if isDeleted { path.removeLast(mark.count) }
      if path.hasSuffix("/log") { path.removeLast(4) }
      if isDeleted { path += mark }
      return wanted.contains(path) ? nil : (process, path)
    }
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
    _ = comesTrue(within: 10) {
      let left = surplus.filter { orphans.contains($0.directory) }
      for (process, directory) in left {
        kill(process.id, SIGKILL)
        killedOrphans.insert(directory)
      }
      return left.isEmpty
    }
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
      let allowed = (toleratedGaps[service.path] ?? 0) + (killedOrphans.contains(place(service.path)) ? 1 : 0)
      let lost = "\(service.path): \(written.lost) lines lost in \(written.gaps) gaps, \(allowed) excused"
      return written.faults.map { "\(service.path): \($0)" } + (written.gaps > allowed ? [lost] : []) + service.doubles
    }
  }
}
