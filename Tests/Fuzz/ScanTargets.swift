import RunitCore

/// The directory of all services, and the tree as a whole.
let scanTargets = [
  Target("tree-state", 128, [treeSeed, formerTreeSeed, "4711 3"], readTreeState),
  Target("service-table", 64, ["\u{0}\u{7}\u{1}\u{0}\u{3}\u{2}\u{9}"], scan),
  Target("tree", 48, ["\u{1}\u{1}\u{0}\u{1}\u{4}\u{5}"], endTree),
  Target("title", 96, ["log: ....................\u{0}abc\ndef"], writeTitle),
]

/// The state of a tree with one service, and the same in the format of 0.1.0, which had no claim.
private let treeSeed = "rsvdir2\n" + zeros(8) + "\u{1}" + zeros(7) + serviceSeed
private let formerTreeSeed = "rsvdir1\n" + zeros(8) + "\u{1}" + zeros(3) + serviceSeed

private let serviceSeed =
  "device--inode---" + "since" + zeros(3) + "\u{7}" + zeros(3)
  + "\u{2}\u{1}\u{0}\u{3}\u{0}web"

private func zeros(_ count: Int) -> String { String(repeating: "\u{0}", count: count) }

private func readTreeState(_ bytes: Span<UInt8>) {
  if let handover = Handover(bytes) {
    var text = TextBuffer<32>()
    handover.write(to: &text)
    require(Handover(text.span) == handover, "a handover that is written is read again")
  }
  guard let state = TreeState(decoding: bytes) else { return }
  let encoded = state.encoded
  let growth = bytes.hasPrefix("rsvdir1\n") ? 4 : 0
  require(encoded.count == bytes.count + growth, "every byte of a state has its place")
  require(TreeState(decoding: encoded.span)?.encoded == encoded, "a state that is written is read again")
  var table = state.table
  let now: Int64 = 1 << 60
  _ = table.timePassed(at: now)
  for case (_, let process?) in table.unfinished { _ = table.ended(process, WaitStatus(exitCode: 111), at: now) }
  _ = table.stop()
}

/// A scan directory that changes, and a `runsvdir` that does what its table says.
private struct ScanWorld {
  var table = ServiceTable()
  var entries: [(name: UInt8, directory: UInt64)] = []
  /// The entries at the last scan.
  var seen: [(name: UInt8, directory: UInt64)] = []
  var hasScanned = false
  /// Every `runsv` and the directory that it works in; `nil` for one that found it locked, or gone, and will end.
  var running: [(process: Int32, directory: UInt64?)] = []
  /// Who got TERM.
  var told: [Int32] = []
  var lastProcess: Int32 = 1
  var now: Int64 = 0

  mutating func scan(_ dice: inout Dice) {
    seen = entries
    table.beginScan(at: now, isInitial: !hasScanned)
    hasScanned = true
    for (name, directory) in entries {
      table.see([name].span, DirectoryIdentity(device: 1, inode: directory))
    }
    carryOut(table.endScan(), &dice)
  }

  mutating func carryOut(_ effects: [ServiceTable.Effect], _ dice: inout Dice) {
    for effect in effects {
      switch effect {
      case .start(let slot):
        guard dice.byte() < 240 else {
          _ = table.couldNotStart(slot, at: now)
          continue
        }
        lastProcess += 1
        let name = table.name(of: slot)
        // It goes by the name, which may lead elsewhere by now: then it is not what was meant, and does not stay.
        let directory = seen.first { [$0.name] == name }?.directory
        let isMoved = directory != entries.first { [$0.name] == name }?.directory
        let isLocked = running.contains { $0.directory == directory }
        running.append((lastProcess, isLocked || isMoved ? nil : directory))
        table.started(slot, process: lastProcess, at: now)
      case .takeDown(let slot):
        require(table.isStopping, "only a tree that stops takes down what was left")
        guard dice.byte() < 240 else {
          _ = table.couldNotStart(slot, at: now)
          continue
        }
        lastProcess += 1
        running.append((lastProcess, nil))
        told.append(lastProcess)
        table.started(slot, process: lastProcess, at: now)
      case .terminate(let process):
        require(running.contains { $0.process == process }, "a runsv that runs gets TERM")
        told.append(process)
      case .complain, .scanAgain: break
      case .examine(let slot, _):
        let directory = entries.first { [$0.name] == table.name(of: slot) }?.directory
        let isThere = directory == table.directory(of: slot).inode
        let found = isThere ? examination(&dice) : .gone
        carryOut(table.examined(slot, found, at: now, wall: FileTime(seconds: now, nanoseconds: 0)), &dice)
      }
    }
    require(table.unfinished.count { $0.process != nil } == running.count, "the table knows every runsv")
  }

  private func examination(_ dice: inout Dice) -> EntryExamination {
    switch dice.byte() % 4 {
    case 0: .unknown
    case 1: .link
    default:
      .directory(.init(hasRun: dice.bool(), lastChange: FileTime(seconds: dice.number(Int64.self), nanoseconds: 0)))
    }
  }

  mutating func end(_ index: Int, _ dice: inout Dice) {
    let process = running.remove(at: index).process
    require(table.slot(of: process) != nil, "the table knows every runsv")
    let statuses: [Int32] = [0, 111 << 8, 9, 15]
    carryOut(table.ended(process, WaitStatus(rawValue: statuses[Int(dice.byte() % 4)]), at: now), &dice)
  }

  /// Ends what would end by itself: who found no directory, and who was told to go.
  mutating func endAllThatLeave(_ dice: inout Dice) {
    while let index = running.firstIndex(where: { $0.directory == nil || told.contains($0.process) }) {
      end(index, &dice)
    }
  }
}

private func scan(_ input: Span<UInt8>) {
  var dice = Dice(input)
  var world = ScanWorld()
  while !dice.isEmpty {
    switch dice.byte() % 6 {
    case 0:
      let name = UInt8(ascii: "a") + dice.byte() % 6
      world.entries.removeAll { $0.name == name }
      // One name is one directory at a time; several names may be the same one.
      world.entries.append((name, 1 + UInt64(dice.byte() % 4)))
    case 1: if !world.entries.isEmpty { world.entries.remove(at: dice.number(below: world.entries.count)) }
    case 2, 3: world.scan(&dice)
    case 4: if !world.running.isEmpty { world.end(dice.number(below: world.running.count), &dice) }
    default:
      world.now += Int64(dice.byte()) * 100_000_000
      world.carryOut(world.table.timePassed(at: world.now), &dice)
    }
  }
  // Left alone, each directory gets its runsv, and no other has one.
  for _ in 0..<8 {
    world.scan(&dice)
    for _ in 0..<8 where world.running.contains(where: { $0.directory == nil || world.told.contains($0.process) }) {
      world.endAllThatLeave(&dice)
    }
    world.now += 10_000_000_000
    world.carryOut(world.table.timePassed(at: world.now), &dice)
  }
  let directories = Set(world.entries.map(\.directory))
  require(Set(world.running.compactMap(\.directory)) == directories, "each directory has a runsv in the end")
  require(world.running.count == directories.count, "and one only")
  world.carryOut(world.table.stop(), &dice)
  for _ in 0..<64 where !world.table.isEmpty {
    while !world.running.isEmpty { world.end(0, &dice) }
    world.now += 10_000_000_000
    world.carryOut(world.table.timePassed(at: world.now), &dice)
  }
  require(world.table.isEmpty, "a tree that is stopped is empty in the end")
}

private func endTree(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let budget: UInt32? = dice.bool() ? dice.number(UInt32.self) : nil
  var tree = TreeMachine(isContainer: dice.bool(), budgetSeconds: budget)
  var hasCommand = dice.bool()
  if hasCommand { tree.commandStarted() }
  var now: Int64 = 0
  while !dice.isEmpty {
    let wasUp = tree.isUp
    var effect: TreeMachine.Effect?
    switch dice.byte() % 6 {
    case 0: effect = tree.request(.terminate, at: now)
    case 1: effect = tree.request(.hangUp, at: now)
    case 2 where hasCommand:
      hasCommand = false
      effect = tree.commandEnded(code: Int32(dice.byte()), at: now)
    case 3: effect = tree.essentialServiceEnded(code: 100, at: now)
    case 4: effect = tree.servicesGone()
    default:
      now += Int64(dice.number(UInt32.self)) * 1_000_000
      effect = tree.timePassed(at: now)
    }
    require(wasUp || !tree.isUp, "a tree that goes down does not come up again")
    switch effect {
    case .exit: return
    case .terminateCommand: require(hasCommand, "only a command that runs gets TERM")
    case .stopServices, .killAll: require(!tree.isUp, "a tree is up until it is told otherwise")
    case nil: break
    }
  }
}

private func writeTitle(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let before = dice.take(until: 0).array
  guard before.count >= LogTail.minimumSize else { return }
  var title = before
  let words = dice.take(.max / 2)
  var span = title.mutableSpan
  LogTail.append(words, to: &span)
  let said = Array(before.dropFirst(5)) + words.array.filter { $0 != 0 }
  require(title == Array(before.prefix(5)) + Array(said.suffix(before.count - 5)), "a title shows the last words")
}
