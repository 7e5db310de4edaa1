import RunitCore
import Unix

extension ProcessOne {
  /// Kills everything, and ends the machine or the container.
  func end(_ ending: BootEnding) -> Never {
    try? Signal.kill.send(to: -1)  // ESRCH: we are alone already
    Console.refresh()
    say(ending == .reboot ? "system reboot." : "power off...")
    switch kind {
    case .container: endContainer(ending)
    case .machine:
      // reboot can end the task that calls it, which must not be process 1, and sync can hang on a dead disk.
      if (try? Process.fork({ endMachine(ending) })) == nil { endMachine(ending) }
      var signals = SignalSet()
      signals.insert(.child)
      while true {
        _ = signals.next(within: nil)
        while ((try? Process.reap()) ?? nil) != nil {}
      }
    }
  }

  /// What a container leaves behind is safe in its engine's kernel: nothing is synced.
  private func endContainer(_ ending: BootEnding) -> Never {
    switch ending {
    case .powerOff: Process.exit(ContainerExitCode.powerOff)
    case .failure: Process.exit(ContainerExitCode.stage1Failed)
    case .reboot:
      // Where the engine lets us, it sees process 1 die of HUP, and starts the container anew.
      try? Machine.restart()
      Process.exit(ContainerExitCode.reboot)
    }
  }

  private func endMachine(_ ending: BootEnding) {
    let synchronizes = (try? patiently { () throws(Errno) in try FileStatus("/etc/runit/nosync") }) == nil
    if synchronizes { Machine.synchronize() }
    // What fails here leaves the next way out.
    if ending == .reboot { try? Machine.restart() } else { try? Machine.powerOff() }
    Clock.sleep(seconds: 2)
    say("system halt.")
    if synchronizes { Machine.synchronize() }
    try? Machine.halt()
  }
}

/// What a container's engine sees of process 1, which cannot switch anything off.
enum ContainerExitCode {
  static let powerOff: CInt = 0
  static let stage1Failed: CInt = 100
  /// 128 + HUP, of which process 1 dies where the kernel restarts a PID namespace.
  static let reboot: CInt = 129
}
