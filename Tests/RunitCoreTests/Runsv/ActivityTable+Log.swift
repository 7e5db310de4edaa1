import RunitCore

// The logger: no scripts, no dependencies, no ./finish, and `x` means nothing to it.
extension ActivityTable {
  static let downLog = ActivityTable(
    "down log", .log(want: .down),
    [
      Answer(.begin, .publish),
      Answer(.control(.up), .publish, .startRun, activity: .preparing, want: .up),
      Answer(.control(.once), .publish, .startRun, activity: .preparing),
      Answer(.control(.down), .publish, .releaseDependencies),
      Answer(
        .adopted(process: 200, since: Moment.after(-5).wall, readySince: nil, parameters), .publish, activity: .running,
        phase: .up),
      Answer(.finishAdopted(process: 200, parameters), .publish, activity: .finishing, phase: .finish),
      Answer(.drain, .publish, want: .exit),
    ])

  static let pausingLog = ActivityTable(
    "pausing log", .pausingLog,
    [
      Answer(.control(.up), .publish, .startRun, activity: .preparing),
      Answer(.control(.once), .publish, .startRun, activity: .preparing, want: .down),
      Answer(.control(.down), .publish, .releaseDependencies, activity: .down, want: .down),
      Answer(.timeReached, .startRun, activity: .preparing),
      Answer(.drain, .publish, activity: .down, want: .exit),
    ])

  static let runningLog = ActivityTable(
    "running log", .runningLog,
    signals.dropFirst().map { Answer(.control($0.0), .signal($0.1)) }
      + signals.dropFirst().map { Answer(.scriptEnded($0.0, handled: false), .signal($0.1)) }
      + [Death.exit(0), .exit(1), .unknown].map {
        Answer(.ended($0), .publish, .releaseDependencies, .startRun, activity: .preparing, phase: .down)
      } + [
        Answer(.control(.up), .publish),
        Answer(.control(.once), .publish, want: .down),
        Answer(
          .control(.down), .publish, .signal(.terminate), .publish, .signal(.resume), want: .down, phase: .stopping),
        Answer(.control(.terminate), .signal(.terminate), .publish, phase: .stopping),
        Answer(.control(.kill), .signal(.kill), phase: .stopping),
        Answer(.control(.pause), .signal(.stop), .publish),
        Answer(.control(.resume), .signal(.resume)),
        Answer(.scriptEnded(.kill, handled: false), .signal(.kill), phase: .stopping),
        Answer(.scriptEnded(.pause, handled: false), .signal(.stop), .publish),
        Answer(.scriptEnded(.pause, handled: true), .publish),
        Answer(.scriptEnded(.resume, handled: false), .signal(.resume)),
        Answer(.drain, .publish, want: .exit),
      ])

  static let logs = [downLog, pausingLog, runningLog]
}
