import RunitCore

// The activities in which a process of the service exists.
extension ActivityTable {
  /// The commands that only send a signal.
  static let signals: [(ControlCommand, ServiceSignal)] = [
    (.kill, .kill), (.hangUp, .hangUp), (.alarm, .alarm), (.interrupt, .interrupt), (.quit, .quit), (.user1, .user1),
    (.user2, .user2),
  ]

  private static let asking: [Answer] =
    signals.map { Answer(.control($0.0), .runScript($0.0)) }
    + [Answer(.control(.pause), .runScript(.pause)), Answer(.control(.resume), .runScript(.resume))]

  private static let answering: [Answer] =
    signals.dropFirst().map { Answer(.scriptEnded($0.0, handled: false), .signal($0.1)) }
    + [
      Answer(.scriptEnded(.kill, handled: false), .signal(.kill), phase: .stopping),
      Answer(.scriptEnded(.pause, handled: false), .signal(.stop), .publish),
      Answer(.scriptEnded(.pause, handled: true), .publish),
      Answer(.scriptEnded(.resume, handled: false), .signal(.resume)),
    ]

  private static let ending: [Answer] = [Death.exit(0), .exit(1), .unknown].map {
    Answer(.ended($0), .publish, .startFinish($0), activity: .finishing, phase: .finish)
  }

  static let running = ActivityTable(
    "running", .running,
    asking + answering + ending + [
      Answer(.control(.up), .publish),
      Answer(.control(.once), .publish, want: .down),
      Answer(.control(.down), .publish, .runScript(.terminate), want: .down, phase: .stopping),
      Answer(.control(.exit), .publish, .awaitDependents, want: .exit, phase: .exiting),
      Answer(.exitOrdered, .publish, .awaitDependents, want: .exit, phase: .exiting),
      Answer(.control(.terminate), .runScript(.terminate), phase: .stopping),
      Answer(.dependencyExits, .publish, .awaitDependents, phase: .exiting),
    ])

  /// After `d`: TERM was sent.
  static let stopped = ActivityTable(
    "stopping", .stopping,
    asking + answering + ending + [
      Answer(.control(.up), .publish, want: .up),
      Answer(.control(.once), .publish),
      Answer(.control(.down), .publish, .runScript(.terminate)),
      Answer(.control(.exit), .publish, .awaitDependents, want: .exit, phase: .exiting),
      Answer(.exitOrdered, .publish, .awaitDependents, want: .exit, phase: .exiting),
      Answer(.control(.terminate), .runScript(.terminate)),
    ])

  /// After `x`, while others depend on it.
  static let leaving = ActivityTable(
    "exiting", .exiting,
    asking + answering.filter { "\($0.event)" != "\(Event.scriptEnded(.kill, handled: false))" } + [
      Answer(.scriptEnded(.kill, handled: false), .signal(.kill)),
      Answer(.control(.up), .publish, want: .up, phase: .up),
      Answer(.control(.once), .publish, want: .down, phase: .up),
      Answer(.control(.down), .publish, .runScript(.terminate), want: .down, phase: .stopping),
      Answer(.control(.exit), .publish, .awaitDependents),
      Answer(.exitOrdered, .publish, .awaitDependents),
      Answer(.control(.terminate), .runScript(.terminate)),
      Answer(.dependentsGone, .runScript(.terminate), phase: .stopping),
    ]
      + [Death.exit(0), .exit(1), .unknown].map { Answer(.ended($0), .publish, .startFinish($0), activity: .finishing) }
  )

  /// After TERM to `runsv`, while others depend on the service: no command revokes that.
  static let leavingForGood = ActivityTable(
    "exiting by TERM", .exitingForGood,
    leaving.answers.filter { answer in
      ![ControlCommand.up, .once, .down].contains { "\(Event.control($0))" == "\(answer.event)" }
    } + [Answer(.control(.down), .publish)])

  static let living = [running, stopped, leaving, leavingForGood]

  static let finishing = ActivityTable(
    "finishing", .finishing,
    [Death.exit(0), .exit(1), .unknown].map {
      Answer(
        .ended($0), .publish, .releaseDependencies, .checkDependencies, activity: .waiting, phase: .waiting)
    } + [
      Answer(.control(.up), .publish),
      Answer(.control(.once), .publish, want: .down),
      Answer(.control(.down), .publish, want: .down),
      Answer(.control(.exit), .publish, .awaitDependents, want: .exit, phase: .exiting),
      Answer(.exitOrdered, .publish, .awaitDependents, want: .exit, phase: .exiting),
      Answer(.control(.kill), .signal(.kill)),
      Answer(.finishStarted(process: 200), .publish),
      Answer(
        .finishMissing, .publish, .releaseDependencies, .checkDependencies, activity: .waiting, phase: .waiting),
    ])
}
