/// What happens to a service, as `runsv` finds out about it.
package enum Event: Sendable {
  /// Supervision begins.
  case begin
  /// A former `runsv` was killed, and has left what it knew: comes before all else. The parameters count for a one-shot
  /// that is done.
  case inherited(Inheritance, ServiceParameters)
  /// A process lives of which a former `runsv` has told, and which may be the service's or that of another directory.
  case doubted(process: Int32)
  /// A byte arrived on `supervise/control`.
  case control(ControlCommand)
  /// `runsv` got TERM, by which `runsvdir` orders an exit: as ``ControlCommand/exit``, but no later command revokes it.
  case exitOrdered
  /// The script of ``Effect/runScript(_:)`` has ended, or there is none: then it has handled nothing.
  case scriptEnded(ControlCommand, handled: Bool)
  /// What ``Effect/checkDependencies`` found, then or later.
  case dependencies(DependencyState)
  /// A dependency is about to go and waits for us.
  case dependencyExits
  /// The last service that depends on this one is down.
  case dependentsGone
  /// `./run` is there.
  case started(process: Int32, ServiceParameters)
  /// `./run` could not be executed: its process is there, but ends at once.
  case startRefused(process: Int32, ServiceParameters)
  /// A former `runsv` died and left its `./run` behind, which runs since `since` and became ready at `readySince`.
  case adopted(
    process: Int32, since: TAI64N, readySince: TAI64N?, isPaused: Bool = false, gotTerm: Bool = false,
    ServiceParameters)
  /// A former `runsv` died and left its `./finish` behind.
  case finishAdopted(process: Int32, ServiceParameters)
  /// `./finish` is there.
  case finishStarted(process: Int32)
  /// There is no `./finish` to run.
  case finishMissing
  /// The logger that ``Effect/startRun`` waited for is there, or can't be had.
  case logAttached
  /// The kernel has no process for us now.
  case forkFailed
  /// The process of `./run` or `./finish` is gone.
  case ended(Death)
  /// The service said that it is ready.
  case ready
  /// The `./check` of ``Effect/startCheck`` has ended.
  case checkEnded(succeeded: Bool)
  /// That `./check` could not be started for want of something.
  case checkSkipped
  /// The service has gone and takes its logger along: it has until the end of its input.
  case drain
  /// That logger does not run, and its input is not read to the end.
  case inputLeft
  /// A deadline was reached.
  case timeReached
}

/// Whether a service may start, as far as others are concerned.
package enum DependencyState: Equatable, Sendable {
  case met
  case unmet
  /// They depend on each other; the path is the program's to tell.
  case cycle
}
