import CLibc

/// The machine as a whole. The corresponding C function is `reboot`.
package enum Machine {
  /// What process 1 is process 1 of.
  package enum Kind: Sendable {
    case machine
    /// A container: there is no machine to switch off, and its end is that of process 1.
    case container
  }

  /// Makes ctrl-alt-del an INT for process 1, in place of an immediate reset, and finds out whose process 1 we are: only
  /// the machine's may do that. A PID namespace knows no such command, a container has no right to it.
  package static func claimCtrlAltDel() -> Kind {
    reboot(CInt(bitPattern: UInt32(RB_DISABLE_CAD))) == 0 ? .machine : .container
  }

  /// Starts the machine anew. In a PID namespace, process 1 dies as if of HUP.
  package static func restart() throws(Errno) { try attempt { reboot(CInt(RB_AUTOBOOT)) } }

  /// Switches the power off. In a PID namespace, process 1 dies as if of INT.
  package static func powerOff() throws(Errno) { try attempt { reboot(CInt(RB_POWER_OFF)) } }

  /// Stops the machine where it cannot be switched off. The calling process ends.
  package static func halt() throws(Errno) { try attempt { reboot(CInt(bitPattern: UInt32(RB_HALT_SYSTEM))) } }

  /// Writes everything to the disks. The corresponding C function is `sync`.
  package static func synchronize() { sync() }
}
