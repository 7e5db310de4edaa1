/// What happens to process 1.
package enum BootEvent: Equatable, Sendable {
  /// Process 1 is ready to begin.
  case begun
  case ended(BootScript, WaitStatus)
  /// There is a process no longer, since the script could not be executed.
  case notExecuted(BootScript)
  /// There never was a process: the kernel had no room for one.
  case notForked(BootScript)
  case requested(BootRequest)
  /// The time set by ``BootEffect/setDeadline(seconds:)`` has come.
  case deadline
  /// The time set by ``BootEffect/setStage3Deadline`` has come.
  case stage3TimeIsOver
}

/// What a signal asks of process 1.
package enum BootRequest: Equatable, Sendable {
  /// CONT: stop, if the file `stopit` says so.
  case stopIfWanted
  /// INT: the kernel's message that ctrl-alt-del was pressed.
  case ctrlAltDel
  /// PWR: stop, and no reboot.
  case powerOff
  /// TERM and RTMIN+3, with which container engines stop a container. A machine's process 1 ignores them.
  case stopContainer
  /// ALRM: for stage 2.
  case alarm
}

/// What the file system says at the moment of an event. Each answer is asked for when a decision needs it, and only then:
/// on a disk that fails it can take seconds, in which process 1 does nothing else.
package protocol BootFiles {
  /// `stopit` has the owner's x bit: a CONT means shutdown.
  var wantsStop: Bool { get }
  /// `reboot` has the owner's x bit: the end is a reboot.
  var wantsReboot: Bool { get }
  /// `ctrlaltdel` has the owner's x bit: an INT runs it.
  var hasCtrlAltDel: Bool { get }
}
