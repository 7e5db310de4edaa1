import RunitCore

/// Machines that take whatever comes, in any order, and files that steer them.
let machineTargets = [
  Target("service-any", 96, ["\u{1}\u{0}\u{0}"], handleAnything),
  Target("parameters", 48, ["\u{0}3\n", "\u{8}5 60\n", "\u{7}100 5000", "\u{6}SIGHUP\nrest"], readParameters),
  Target("entries", 64, ["run\ndown\nlog", "type\nnotification-fd\nflag-killpg\n"], readEntries),
  Target("boot", 96, ["\u{0}\u{0}\u{0}\u{1}\u{0}\u{0}\u{4}\u{1}"], boot),
  Target(
    "process-stat", 96, ["1 (a) b) S 0 1 1 0 -1 4 5 6 7 8 9 10 11 12 13 20 0 1 0 4711 0", memoryKill], readProcessStat),
]

/// The names of a directory, a line each: those that mean nothing change nothing, in whatever order.
private func readEntries(_ input: Span<UInt8>) {
  let names = input.array.parts("\n")
  var entries = ServiceEntries()
  for name in names { entries.insert(name.span) }
  var reversed = ServiceEntries()
  for name in names.reversed() { reversed.insert(name.span) }
  require(entries == reversed, "the order of names is nothing")
  var number: UInt8 = 0
  while let entry = ServiceEntry(rawValue: number) {
    require(entries.mayContain(entry) == names.contains(bytes(of: entry.name)), "an entry is there if its name is")
    number += 1
  }
  number = 0
  while let file = ParameterFile(rawValue: number) {
    require(entries.mayContain(file) == names.contains(bytes(of: file.name)), "a file is there if its name is")
    number += 1
  }
}

private func bytes(of text: StaticString) -> [UInt8] { text.withUTF8Buffer { Array($0) } }

extension ServiceParameters {
  init(_ dice: inout Dice) {
    self.init()
    let parts = dice.byte()
    if parts & 1 != 0 { notificationDescriptor = 3 }
    if parts & 2 != 0 { checkIntervalMilliseconds = max(1, dice.number(UInt32.self)) }
    if parts & 4 != 0 { killTimeoutMilliseconds = dice.number(UInt32.self) }
    if parts & 8 != 0 { finishTimeoutMilliseconds = dice.number(UInt32.self) }
    if parts & 16 != 0 { restartLimit = RestartLimit(count: UInt32(dice.byte() % 33), seconds: 1) }
    if parts & 32 != 0 { restartDelay = RestartDelay(firstMilliseconds: dice.number(UInt32.self)) }
    isOneShot = parts & 64 != 0
    isEssential = parts & 128 != 0
  }
}

extension ControlCommand {
  init(_ dice: inout Dice) { self = Self.allCases[dice.number(below: Self.allCases.count)] }
}

private func handleAnything(_ input: Span<UInt8>) {
  var dice = Dice(input)
  var moment = Moment(monotonic: 0, wall: TAI64N(unixSeconds: 0, nanoseconds: 0))
  var machine = ServiceMachine(dice.bool() ? .service : .log, want: dice.bool() ? .up : .down, at: moment)
  while !dice.isEmpty {
    let event = Event(&dice)
    if dice.byte() < 32 {
      moment = Moment(monotonic: moment.monotonic + Int64(dice.number(UInt32.self)) * 1_000_000, wall: TAI64N(&dice))
    }
    let effects = machine.handle(event, at: moment)
    for index in 0..<effects.count {
      require(!effects[index].isAnswered || index == effects.count - 1, "an effect that is answered is the last")
    }
    var text = TextBuffer<64>()
    machine.writeStat(to: &text)
    require(!text.isTruncated && machine.detail.text.count > 0, "the files can be written")
  }
}

extension Event {
  fileprivate init(_ dice: inout Dice) {
    let process = 1 + Int32(dice.byte())
    self =
      switch dice.byte() % 22 {
      case 0: .begin
      case 1: .control(ControlCommand(&dice))
      case 2: .scriptEnded(ControlCommand(&dice), handled: dice.bool())
      case 3: .dependencies([.met, .unmet, .cycle][dice.number(below: 3)])
      case 4: .dependencyExits
      case 5: .dependentsGone
      case 6: .started(process: process, ServiceParameters(&dice))
      case 7: .startRefused(process: process, ServiceParameters(&dice))
      case 8: .adopted(process: process, since: TAI64N(&dice), readySince: nil, ServiceParameters(&dice))
      case 9: .finishAdopted(process: process, ServiceParameters(&dice))
      case 10: .finishStarted(process: process)
      case 11: .finishMissing
      case 12: .forkFailed
      case 13: .ended(dice.bool() ? .unknown : .status(WaitStatus(rawValue: dice.number(Int32.self))))
      case 14: .ready
      case 15: .checkEnded(succeeded: dice.bool())
      case 16: .drain
      case 17: .exitOrdered
      case 18: .doubted(process: process)
      case 19: .inherited(Inheritance(&dice), ServiceParameters(&dice))
      case 20: .logAttached
      default: .timeReached
      }
  }
}

extension Inheritance {
  fileprivate init(_ dice: inout Dice) {
    self.init(isWantedUp: dice.bool() ? dice.bool() : nil, isOnce: dice.bool())
    reached = [.nothing, .done, .failed(.restartLimit), .failed(.doubtfulProcess)][dice.number(below: 4)]
    downSince = dice.bool() ? TAI64N(&dice) : nil
    lastExit = [nil, .unknown, .exited(code: 3), .signalled(number: 9)][dice.number(below: 4)]
  }
}

extension Effect {
  /// Whether an event may follow before anything else does.
  var isAnswered: Bool {
    switch self {
    case .runScript, .checkDependencies, .searchCycle, .awaitDependents, .startRun, .startFinish: true
    case .publish, .killScript, .releaseDependencies, .signal, .startCheck, .killCheck, .report: false
    }
  }
}

private func readParameters(_ input: Span<UInt8>) {
  var dice = Dice(input)
  guard let file = ParameterFile(rawValue: dice.byte() % 10) else { fail("there are ten files") }
  let content = dice.take(.max / 2)
  let before = ServiceParameters()
  var parameters = before
  let isTaken = parameters.take(file, from: content)
  require(isTaken || parameters == before, "a value that makes no sense changes nothing")
  require(parameters.notificationDescriptor ?? 3 >= 3, "no standard stream is given away")
  require(parameters.checkIntervalMilliseconds ?? 1 > 0 && parameters.checkTimeoutMilliseconds > 0, "checks take time")
  require(1...64 ~= parameters.downSignal.number, "a signal has a number from 1 to 64")
  require(parameters.restartLimit?.count ?? 0 <= RestartLimit.highestCount, "so many deaths are remembered")
  var again = before
  require(again.take(file, from: content.firstLine.trimmed) == isTaken && again == parameters, "only a line counts")
}

private struct RandomFiles: BootFiles {
  let wantsStop: Bool
  let wantsReboot: Bool
  let hasCtrlAltDel: Bool
}

private func boot(_ input: Span<UInt8>) {
  var dice = Dice(input)
  var sequence = BootSequence(isContainer: dice.bool())
  var isOver = false
  while !dice.isEmpty {
    let script = BootScript.allCases[dice.number(below: 4)]
    let event: BootEvent =
      switch dice.byte() % 6 {
      case 0: .begun
      case 1: .ended(script, WaitStatus(rawValue: Int32(dice.byte()) << (dice.bool() ? 8 : 0)))
      case 2: .notExecuted(script)
      case 3: script == .ctrlAltDel ? .begun : .deadline
      case 4: .requested([.stopIfWanted, .ctrlAltDel, .powerOff, .stopContainer, .alarm][dice.number(below: 5)])
      default: .deadline
      }
    // Process 1 begins once, and nothing is heard of it when it is over.
    if event == .begun, isOver { return }
    let bits = dice.byte()
    let files = RandomFiles(wantsStop: bits & 1 != 0, wantsReboot: bits & 2 != 0, hasCtrlAltDel: bits & 4 != 0)
    let effects = sequence.handle(event, files)
    for index in 0..<effects.count {
      guard let effect = effects[index] else { fail("every effect is one") }
      if case .end = effect {
        require(!isOver && index == effects.count - 1, "the end is the last, and comes once")
        isOver = true
      }
      if case .start(let script) = effect { require(script == .ctrlAltDel || !isOver, "no stage follows the end") }
    }
  }
}

private let memoryKill = "3,1234,5678901234,-;Out of memory: Killed process 4711 (web)"

private func readProcessStat(_ content: Span<UInt8>) {
  if let seconds = KernelMessage.secondsOfMemoryKill(content) {
    require(seconds <= .max / 1_000_000, "seconds are few")
  }
  guard let time = ProcessStat.startTime(content) else { return }
  // Behind the last parenthesis, the third field is the first.
  let fields = content.array.parts(")").reversed()[0].parts(" ")
  require(fields.count > 20, "there are 22 fields")
  let field = fields[20]
  require(Decimal.parse(field.span) == time, "the time is the last of them")
}
