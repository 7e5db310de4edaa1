import RunitCore
import Testing

/// What a machine in one activity does about each event; what is not listed, it ignores.
struct ActivityTable: CustomTestStringConvertible {
  struct Answer {
    let event: Event
    let effects: [Effect]
    let activity: ServiceMachine.Activity?
    let want: Want?
    let phase: ServiceDetail.Phase?

    /// `nil` where nothing changes.
    init(
      _ event: Event, _ effects: Effect..., activity: ServiceMachine.Activity? = nil, want: Want? = nil,
      phase: ServiceDetail.Phase? = nil
    ) {
      self.event = event
      self.effects = effects
      self.activity = activity
      self.want = want
      self.phase = phase
    }
  }

  let name: String
  let machine: ServiceMachine
  let answers: [Answer]

  init(_ name: String, _ machine: ServiceMachine, _ answers: [Answer]) {
    self.name = name
    self.machine = machine
    self.answers = answers
  }

  var testDescription: String { name }

  /// The answer to `event`; for one that is not listed, that nothing happens.
  func answer(to event: Event) -> Answer {
    answers.first { "\($0.event)" == "\(event)" } ?? Answer(event)
  }

  static let parameters = ServiceParameters()

  /// Every event there is, with what it may carry.
  static let events: [Event] =
    ControlCommand.allCases.map { .control($0) }
    + ControlCommand.allCases.flatMap { [.scriptEnded($0, handled: false), .scriptEnded($0, handled: true)] }
    + [
      .begin, .exitOrdered, .dependencies(.met), .dependencies(.unmet), .dependencies(.cycle), .dependencyExits,
      .dependentsGone,
      .started(process: 200, parameters), .startRefused(process: 200, parameters),
      .adopted(process: 200, since: Moment.after(-5).wall, readySince: nil, parameters),
      .finishAdopted(process: 200, parameters), .finishStarted(process: 200), .finishMissing,
      .logAttached, .forkFailed, .ended(.exit(0)), .ended(.exit(1)), .ended(.unknown), .ready,
      .checkEnded(succeeded: true), .checkEnded(succeeded: false), .checkSkipped, .drain, .inputLeft, .timeReached,
    ]

  static let all = [down, pausing, waiting, preparing, launching] + living + [finishing, done, failed] + logs
}

@Suite("The service machine")
struct ActivityTableTests {
  /// A minute after the fixture was made: no life was short, and every deadline has passed.
  static let moment = Moment.after(60)

  @Test(arguments: ActivityTable.all)
  func `answers every event in every activity`(table: ActivityTable) {
    for event in ActivityTable.events {
      let answer = table.answer(to: event)
      var machine = table.machine
      let effects = machine.handle(event, at: Self.moment).elements
      #expect(effects == answer.effects, "\(event)")
      #expect(machine.activity == answer.activity ?? table.machine.activity, "\(event)")
      #expect(machine.want == answer.want ?? table.machine.want, "\(event)")
      #expect(machine.phase == answer.phase ?? table.machine.phase, "\(event)")
    }
  }

  @Test(arguments: ActivityTable.all)
  func `is asked only about events that exist`(table: ActivityTable) {
    let known = ActivityTable.events.map { "\($0)" }
    for answer in table.answers { #expect(known.contains("\(answer.event)")) }
  }

  @Test(arguments: ActivityTable.all)
  func `lets an effect that is answered be the last`(table: ActivityTable) {
    for first in ActivityTable.events {
      for second in ActivityTable.events {
        var machine = table.machine
        machine.take(first, at: 30)
        let effects = machine.take(second, at: 60)
        for effect in effects.dropLast() { #expect(!effect.isAnswered, "\(first), then \(second): \(effects)") }
      }
    }
  }
}

extension Effect {
  /// Whether an event follows before anything else happens.
  fileprivate var isAnswered: Bool {
    switch self {
    case .runScript, .checkDependencies, .searchCycle, .awaitDependents, .startRun, .startFinish, .startCheck: true
    case .publish, .killScript, .releaseDependencies, .signal, .killCheck, .report: false
    }
  }
}
