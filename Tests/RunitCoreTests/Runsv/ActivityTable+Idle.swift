import RunitCore

// The activities in which no process of the service exists.
extension ActivityTable {
  private static let starting: [Answer] = [
    Answer(.control(.up), .publish, .checkDependencies, activity: .waiting, want: .up, phase: .waiting),
    Answer(.control(.once), .publish, .checkDependencies, activity: .waiting, want: .down, phase: .waiting),
  ]

  private static let stopping: [Answer] = [
    Answer(.control(.down), .publish, .releaseDependencies, activity: .down, want: .down, phase: .down),
    Answer(.control(.exit), .publish, .awaitDependents, activity: .down, want: .exit, phase: .exiting),
    Answer(.exitOrdered, .publish, .awaitDependents, activity: .down, want: .exit, phase: .exiting),
  ]

  static let down = ActivityTable(
    "down", .down,
    starting + stopping + [
      Answer(.begin, .publish),
      Answer(
        .adopted(process: 200, since: Moment.after(-5).wall, readySince: nil, parameters), .publish, activity: .running,
        phase: .up),
      Answer(.finishAdopted(process: 200, parameters), .publish, activity: .finishing, phase: .finish),
    ])

  static let pausing = ActivityTable(
    "pausing", .pausing,
    starting + stopping + [Answer(.timeReached, .checkDependencies, activity: .waiting, phase: .waiting)])

  static let waiting = ActivityTable(
    "waiting", .waiting,
    starting + stopping + [
      Answer(.dependencies(.met), .runScript(.up), activity: .preparing, phase: .down),
      Answer(.dependencies(.unmet), .publish),
      Answer(
        .dependencies(.cycle), .publish, .releaseDependencies, activity: .failed(.dependencyCycle), want: .down,
        phase: .failed),
      Answer(.timeReached, .searchCycle),
    ])

  static let preparing = ActivityTable(
    "preparing", .preparing,
    stopping + [
      Answer(.control(.up), .publish),
      Answer(.control(.once), .publish, want: .down),
      Answer(.scriptEnded(.up, handled: false), .startRun),
      Answer(.scriptEnded(.up, handled: true), .startRun),
      Answer(.dependencyExits, .checkDependencies, activity: .waiting, phase: .waiting),
      Answer(.started(process: 200, parameters), .publish, activity: .running, phase: .up),
      Answer(.startRefused(process: 200, parameters), .publish, activity: .running, phase: .up),
      Answer(.timeReached, .killScript(.up)),
    ])

  /// As while the start waits for its logger.
  static let launching = ActivityTable(
    "preparing, control/u has ended", .launching,
    stopping + [
      Answer(.control(.up), .publish),
      Answer(.control(.once), .publish, want: .down),
      Answer(.scriptEnded(.up, handled: false), .startRun),
      Answer(.scriptEnded(.up, handled: true), .startRun),
      Answer(.logAttached, .startRun),
      Answer(.dependencyExits, .checkDependencies, activity: .waiting, phase: .waiting),
      Answer(.started(process: 200, parameters), .publish, activity: .running, phase: .up),
      Answer(.startRefused(process: 200, parameters), .publish, activity: .running, phase: .up),
    ])

  static let undone = Effect.startFinish(.exit(0))

  static let done = ActivityTable(
    "done", .done,
    [
      Answer(.control(.up), .publish),
      Answer(.control(.once), .publish, want: .down),
      Answer(.control(.down), .publish, .publish, undone, activity: .finishing, want: .down, phase: .finish),
      Answer(.control(.exit), .publish, .awaitDependents, want: .exit, phase: .exiting),
      Answer(.exitOrdered, .publish, .awaitDependents, want: .exit, phase: .exiting),
      Answer(.control(.terminate), .publish, undone, activity: .finishing, phase: .finish),
      Answer(.dependencyExits, .publish, .awaitDependents, phase: .exiting),
    ])

  static let failed = ActivityTable(
    "failed", .failed,
    starting + [
      Answer(.control(.down), .publish),
      Answer(.control(.exit), .publish, .awaitDependents, want: .exit, phase: .exiting),
      Answer(.exitOrdered, .publish, .awaitDependents, want: .exit, phase: .exiting),
    ])
}
