/// What `runsv` is to do. An effect that is answered by an event is the last of its list.
package enum Effect: Equatable, Sendable {
  /// Write the state files.
  case publish
  /// Run `control/C` for a command; answered by ``Event/scriptEnded(_:handled:)``.
  case runScript(ControlCommand)
  /// Kill the script of a command, which takes too long.
  case killScript(ControlCommand)
  /// Answered by ``Event/dependencies(_:)``, at once and each time that something changes.
  case checkDependencies
  /// Nothing has moved for a while: look whether the dependencies wait for each other. Answered by
  /// ``Event/dependencies(_:)`` when they do.
  case searchCycle
  /// The service is down: let the dependencies know.
  case releaseDependencies
  /// Answered by ``Event/dependentsGone``, perhaps at once.
  case awaitDependents
  /// Answered by ``Event/started(process:_:)``, ``Event/startRefused(process:_:)`` or ``Event/forkFailed``; or, if a
  /// logger has to be attached first, by ``Event/logAttached`` before the program waits for anything else.
  case startRun
  /// Answered by ``Event/finishStarted(process:)``, ``Event/finishMissing`` or ``Event/forkFailed``.
  case startFinish(Death)
  /// Send a signal to the process.
  case signal(ServiceSignal)
  case startCheck
  case killCheck
  /// Tell the operator something that no file shows.
  case report(Report)
}

/// What a machine has to say to the operator.
package enum Report: Equatable, Sendable {
  case logDoesNotEnd
  /// What is in the pipe is lost.
  case logDoesNotStart
}

/// Effects in the order in which they are to be carried out.
package struct EffectList: Sendable {
  /// More than any event has.
  private static let capacity = 8

  private var effects = InlineArray<8, Effect>(repeating: .publish)
  package private(set) var count = 0

  package init() {}

  package subscript(index: Int) -> Effect { effects[index] }

  @inline(never)
  package mutating func append(_ effect: Effect) {
    precondition(count < Self.capacity)
    effects[count] = effect
    count += 1
  }
}
