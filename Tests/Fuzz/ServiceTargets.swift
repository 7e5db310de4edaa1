import RunitCore

/// A service in a world that answers every effect as `runsv` does, with any commands, deaths and delays.
let serviceTargets = [
  Target("service", 96, ["\u{0}\u{1}\u{0}\u{0}\u{0}\u{0}u", "\u{1}\u{1}\u{0}\u{5}\u{1}"], supervise)
]

private func supervise(_ input: Span<UInt8>) {
  var dice = Dice(input)
  var world = ServiceWorld(dice.byte() & 3 == 0 ? .log : .service, isWantedUp: dice.bool())
  world.tell(.begin, &dice)
  while !dice.isEmpty, !world.machine.isGone { world.happen(&dice) }
  world.end(&dice)
}

/// What exists outside of the machine.
struct ServiceWorld {
  private(set) var machine: ServiceMachine
  private var moment = Moment(monotonic: 0, wall: TAI64N(unixSeconds: 0, nanoseconds: 0))
  private var process: Int32 = 0
  private var lastProcess: Int32 = 1
  private var scripts: [ControlCommand] = []
  private var isChecking = false
  private var dependencies = DependencyState.met
  private var published: ServiceStatus?

  init(_ role: ServiceMachine.Role, isWantedUp: Bool) {
    machine = ServiceMachine(role, want: isWantedUp ? .up : .down, at: moment)
  }

  /// Something happens that can happen now.
  mutating func happen(_ dice: inout Dice) {
    switch dice.byte() % 12 {
    case 0, 1: tell(.control(ControlCommand(&dice)), &dice)
    case 2: endProcess(.status(WaitStatus(rawValue: Int32(dice.byte()) << (dice.bool() ? 8 : 0))), &dice)
    case 3: endScript(&dice)
    case 4:
      dependencies = dice.bool() ? .met : .unmet
      tell(.dependencies(dependencies), &dice)
    case 5: tell(.dependencyExits, &dice)
    case 6: if machine.awaitsDependents { tell(.dependentsGone, &dice) }
    case 7: tell(.ready, &dice)
    case 8: endCheck(&dice)
    case 9: pass(Int64(dice.number(UInt32.self)) * 1_000_000, &dice)
    case 10: if machine.role == .log { tell(.drain, &dice) }
    default: passToDeadline(&dice)
    }
  }

  /// The service is told to go, and everything that holds it up ends.
  mutating func end(_ dice: inout Dice) {
    tell(machine.role == .log ? .drain : .control(.exit), &dice)
    for _ in 0..<8 where !machine.isGone {
      if machine.awaitsDependents { tell(.dependentsGone, &dice) }
      while !scripts.isEmpty { endScript(&dice) }
      endProcess(.status(WaitStatus(rawValue: 15)), &dice)
      if !machine.isGone { passToDeadline(&dice) }
    }
    require(machine.isGone && process == 0, "a service that is told to go, goes")
  }

  /// Tells the machine of an event, and answers for as long as there is something to answer.
  mutating func tell(_ event: Event, _ dice: inout Dice) {
    var next: Event? = event
    var answers = 0
    while let event = next {
      answers += 1
      require(answers < 16, "no question is asked for ever")
      let effects = machine.handle(event, at: moment)
      next = nil
      for index in 0..<effects.count {
        require(next == nil, "an effect that is answered is the last")
        next = carryOut(effects[index], &dice)
      }
    }
    check()
  }

  private func check() {
    require(machine.process == process, "the machine knows its process")
    guard let published else { return }
    require(published == machine.status, "the status that was published is true")
  }

  private mutating func carryOut(_ effect: Effect, _ dice: inout Dice) -> Event? {
    switch effect {
    case .publish: published = machine.status
    case .runScript(let command):
      require(!scripts.contains(command), "a script runs once at a time")
      guard dice.bool() else { return .scriptEnded(command, handled: false) }
      scripts.append(command)
    case .killScript: break  // their ends come as events, like those of others
    case .checkDependencies: return .dependencies(dependencies)
    case .searchCycle: return dice.byte() < 32 ? .dependencies(.cycle) : nil
    case .awaitDependents: return dice.bool() ? .dependentsGone : nil
    case .startRun:
      require(process == 0, "there is one process at a time")
      return birth(dice.byte(), { .started(process: $0, $1) }, { .startRefused(process: $0, $1) }, &dice)
    case .startFinish:
      require(process == 0, "there is one process at a time")
      guard dice.bool() else { return .finishMissing }
      return birth(dice.byte(), { process, _ in .finishStarted(process: process) }, nil, &dice)
    case .signal: require(process != 0, "a signal has somebody to go to")
    case .startCheck:
      require(!isChecking, "there is one check at a time")
      isChecking = true
    case .killCheck: isChecking = false
    case .releaseDependencies, .report: break
    }
    return nil
  }

  private mutating func birth(
    _ luck: UInt8, _ born: (Int32, ServiceParameters) -> Event, _ refused: ((Int32, ServiceParameters) -> Event)?,
    _ dice: inout Dice
  ) -> Event {
    if luck > 240 { return .forkFailed }
    lastProcess += 1
    process = lastProcess
    // Nothing is read for a logger.
    let parameters = machine.role == .log ? ServiceParameters() : ServiceParameters(&dice)
    if luck > 220, let refused { return refused(process, parameters) }
    return born(process, parameters)
  }

  private mutating func endProcess(_ death: Death, _ dice: inout Dice) {
    guard process != 0 else { return }
    process = 0
    tell(.ended(death), &dice)
  }

  private mutating func endScript(_ dice: inout Dice) {
    guard !scripts.isEmpty else { return }
    tell(.scriptEnded(scripts.remove(at: dice.number(below: scripts.count)), handled: dice.bool()), &dice)
  }

  private mutating func endCheck(_ dice: inout Dice) {
    guard isChecking else { return }
    isChecking = false
    tell(.checkEnded(succeeded: dice.bool()), &dice)
  }

  private mutating func passToDeadline(_ dice: inout Dice) {
    guard let milliseconds = machine.deadline.milliseconds(from: moment) else { return }
    pass(Int64(milliseconds) * 1_000_000, &dice)
  }

  private mutating func pass(_ nanoseconds: Int64, _ dice: inout Dice) {
    moment = Moment(monotonic: moment.monotonic + nanoseconds, wall: TAI64N(&dice))
    var turns = 0
    while machine.deadline.isReached(at: moment) {
      turns += 1
      require(turns < 16, "a deadline that was reached is over")
      tell(.timeReached, &dice)
    }
  }
}
