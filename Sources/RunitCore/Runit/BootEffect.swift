/// What process 1 is to do.
package enum BootEffect: Equatable, Sendable {
  case say(BootNotice)
  /// Run the script; the answer is ``BootEvent/ended(_:_:)``, ``BootEvent/notExecuted(_:)`` or
  /// ``BootEvent/notForked(_:)``.
  case start(BootScript)
  /// Send ALRM to the process of stage 2.
  case alarmStage2
  /// Send TERM to the process of stage 2, and only to that: it knows whom else.
  case terminateStage2
  /// Send KILL to every process in the session of stage 2.
  case killStage2
  /// Take the x bit away from `stopit`: the request is accepted.
  case acceptStop
  /// Send ``BootEvent/deadline`` after `seconds`, in place of any deadline before.
  case setDeadline(seconds: Int)
  /// Send ``BootEvent/stage3TimeIsOver`` after the time in `/etc/runit/stage3-timeout`, if there is one.
  case setStage3Deadline
  case clearDeadline
  /// Kill everything and end the machine, or the container.
  case end(BootEnding)
}

/// How it all ends.
package enum BootEnding: Equatable, Sendable {
  case powerOff
  case reboot
  /// A power-off because stage 1 failed: a container tells its engine so by its exit code.
  case failure
}

/// Effects in the order in which they are to be carried out.
package struct BootEffects: Sendable {
  // The longest list: stage 1 has failed, stage 2 begins, and a ctrl-alt-del from before with it.
  private var effects = InlineArray<8, BootEffect?>(repeating: nil)
  package private(set) var count = 0

  package init() {}

  package subscript(index: Int) -> BootEffect? { effects[index] }

  package mutating func append(_ effect: BootEffect) {
    effects[count] = effect
    count += 1
  }
}
