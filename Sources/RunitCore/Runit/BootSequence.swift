/// The life of process 1: three stages, one after the other, and the requests that come in between.
///
/// It decides, and touches nothing: what happens comes in as an event, together with ``BootFiles``, which answer what
/// the file system says at that moment; what is to be done goes out as effects.
package struct BootSequence: Sendable {
  /// Where the machine is.
  enum State: Equatable {
    case notBegun
    /// The script of the stage runs.
    case running(BootScript)
    /// There was no room for the stage's process; the deadline tries again.
    case retrying(BootScript)
    /// Stage 2 broke down; the deadline restarts it.
    case restarting
    /// Stage 2 was told to terminate; the deadline kills it.
    case terminating
    /// Stage 2 was killed; the deadline goes on without its end, which a hanging disk can keep back for ever.
    case killing
    case over
  }

  /// How long stage 2 has between TERM and KILL, and how long a pause after trouble is.
  package static let pauseSeconds = 5

  /// Whether the end is that of a container, and not that of a machine.
  let isContainer: Bool
  var state = State.notBegun
  var isCtrlAltDelRunning = false
  /// A stop was asked for in stage 1, whose script may set `stopit` back: it is done when stage 1 is over.
  var isStopRemembered = false
  var isCtrlAltDelRemembered = false
  /// What `reboot` said when a stop was asked for outside of stage 2; `nil` leaves it to the file at the end.
  var isRebootRemembered: Bool?
  var isPowerOffForced = false
  var hasStage1Failed = false

  package init(isContainer: Bool) { self.isContainer = isContainer }

  /// Takes note of `event` and says what is to be done.
  package mutating func handle(_ event: BootEvent, _ files: some BootFiles) -> BootEffects {
    var effects = BootEffects()
    switch event {
    case .begun: enter(.stage1, &effects)
    case .ended(.ctrlAltDel, let status): ctrlAltDelEnded(status.ending, files, &effects)
    case .notExecuted(.ctrlAltDel), .notForked(.ctrlAltDel): ctrlAltDelEnded(nil, files, &effects)
    case .ended(let stage, let status): ended(stage, status.ending, files, &effects)
    case .notExecuted(let stage): ended(stage, .exited(code: 0), files, &effects)
    case .notForked(let stage):
      state = .retrying(stage)
      effects.append(.setDeadline(seconds: Self.pauseSeconds))
    case .requested(let request): handle(request, files, &effects)
    case .deadline: deadlineCame(&effects)
    case .stage3TimeIsOver: stage3TimeIsOver(files, &effects)
    }
    return effects
  }

  mutating func enter(_ stage: BootScript, _ effects: inout BootEffects) {
    effects.append(.say(.enter(stage)))
    if stage == .stage3 { effects.append(.setStage3Deadline) }
    start(stage, &effects)
  }

  private mutating func start(_ stage: BootScript, _ effects: inout BootEffects) {
    state = .running(stage)
    effects.append(.clearDeadline)
    effects.append(.start(stage))
  }

  private mutating func deadlineCame(_ effects: inout BootEffects) {
    switch state {
    case .retrying(let stage): start(stage, &effects)
    case .restarting:
      effects.append(.say(.restartingStage2))
      enter(.stage2, &effects)
    case .terminating:
      state = .killing
      effects.append(.say(.stage2NotTerminated))
      effects.append(.killStage2)
      effects.append(.setDeadline(seconds: Self.pauseSeconds))
    case .killing: leaveStage2(&effects)
    case .notBegun, .running, .over: break  // these have no deadline
    }
  }

  /// A stage 3 that hangs, or that there is no room for, must not keep the machine.
  private mutating func stage3TimeIsOver(_ files: some BootFiles, _ effects: inout BootEffects) {
    guard state == .running(.stage3) || state == .retrying(.stage3) else { return }
    effects.append(.say(.stage3TimedOut))
    leaveStage3(files, &effects)
  }
}
