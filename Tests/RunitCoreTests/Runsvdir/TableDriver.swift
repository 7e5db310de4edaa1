import RunitCore

/// A table, and a world in which each start succeeds: what the effects amount to, in words.
struct TableDriver {
  var table = ServiceTable()
  var now: Int64 = 0
  private(set) var processes: [String: Int32] = [:]
  private var lastProcess: Int32 = 100
  /// What each examination finds.
  var found = EntryExamination.link
  /// How far the clock of files is from the other one, in nanoseconds.
  var clockError: Int64 = 0
  /// The names whose `runsv` can't be started.
  var broken: Set<String> = []
  /// The names for which a `runsv` works already: the processes, 0 for one that can't be adopted.
  var atWork: [String: Int32] = [:]

  /// A scan that finds these names, each with the inode of its directory. What it finds is complete if it is `initial`.
  mutating func scan(_ entries: KeyValuePairs<String, UInt64>, initial: Bool = true) -> [String] {
    table.beginScan(at: now, isInitial: initial)
    for (name, inode) in entries { see(name, inode) }
    return perform(table.endScan())
  }

  mutating func see(_ name: String, _ inode: UInt64) {
    table.see(name.utf8Span.span, DirectoryIdentity(device: 1, inode: inode))
  }

  /// The end of the `runsv` that was started last under `name`.
  mutating func end(_ name: String, code: Int32 = 0) -> [String] {
    perform(table.ended(processes[name] ?? 0, WaitStatus(rawValue: code << 8), at: now))
  }

  /// The death of the `runsv` that was started last under `name`, by KILL or another signal.
  mutating func die(_ name: String, of signal: Int32 = 9) -> [String] {
    perform(table.ended(processes[name] ?? 0, WaitStatus(rawValue: signal), at: now))
  }

  mutating func end(process: Int32) -> [String] {
    perform(table.ended(process, WaitStatus(rawValue: 0), at: now))
  }

  mutating func wait(seconds: Double) -> [String] {
    now += Int64(seconds * 1e9)
    return perform(table.timePassed(at: now))
  }

  mutating func stop() -> [String] { perform(table.stop()) }

  mutating func abandon() { table.abandon() }

  private mutating func perform(_ effects: [ServiceTable.Effect]) -> [String] {
    effects.map { effect in
      switch effect {
      case .start(let slot): adopt(slot) ?? start(slot, "start")
      case .takeDown(let slot): start(slot, "take down")
      case .complain(let slot): "complain \(name(slot))"
      case .examine(let slot, let isBehindLink): examine(slot, isBehindLink)
      case .scanAgain: "scan again"
      case .terminate(let process): "terminate \(processes.first { $0.value == process }?.key ?? "\(process)")"
      }
    }
  }

  private mutating func adopt(_ slot: Int) -> String? {
    guard let process = atWork[name(slot)] else { return nil }
    if process == 0 {
      return table.isOccupied(slot, at: now) ? "occupied \(name(slot))" : "occupied silently \(name(slot))"
    }
    processes[name(slot)] = process
    table.adopted(slot, process: process, at: now)
    return "adopt \(name(slot))"
  }

  private mutating func examine(_ slot: Int, _ isBehindLink: Bool) -> String {
    let wall = FileTime(
      seconds: 1_000 + (now + clockError) / 1_000_000_000, nanoseconds: UInt32((now + clockError) % 1_000_000_000))
    let followed = perform(table.examined(slot, found, at: now, wall: wall))
    return (["examine \(name(slot))\(isBehindLink ? " behind its link" : "")"] + followed).joined(separator: ", ")
  }

  private mutating func start(_ slot: Int, _ verb: String) -> String {
    if broken.contains(name(slot)) {
      return table.couldNotStart(slot, at: now) ? "fail \(name(slot))" : "fail silently \(name(slot))"
    }
    lastProcess += 1
    processes[name(slot)] = lastProcess
    table.started(slot, process: lastProcess, at: now)
    return "\(verb) \(name(slot))"
  }

  private func name(_ slot: Int) -> String { String(decoding: table.name(of: slot), as: UTF8.self) }
}
