import RunitCore
import Unix

extension BootFiles {
  /// What the file system says now.
  static func look() -> BootFiles {
    BootFiles(
      wantsStop: BootFlag.stop.isSet, wantsReboot: BootFlag.reboot.isSet,
      hasCtrlAltDel: isOwnerExecutable(BootScript.ctrlAltDel.path))
  }
}

extension BootFlag {
  fileprivate var isSet: Bool {
    for place in 0..<Self.placeCount where isOwnerExecutable(path(place)) { return true }
    return false
  }

  /// Takes the message as read, wherever it stands.
  func clear() {
    for place in 0..<Self.placeCount where isOwnerExecutable(path(place)) {
      // On a file system that has become read-only it stays; nobody looks at it again before the next boot.
      try? FileSystem.setMode(CString(path(place)), 0)
    }
  }
}

/// Whether the owner's x bit is set: not `access`, which denies it on a file system mounted noexec.
private func isOwnerExecutable(_ path: StaticString) -> Bool {
  (try? FileStatus(CString(path)))?.isOwnerExecutable ?? false
}

extension BootRequest {
  /// What a signal asks for; `nil` for CHLD, which asks for nothing.
  init?(_ signal: Signal) {
    switch signal {
    case .resume: self = .stopIfWanted
    case .interrupt: self = .ctrlAltDel
    case .powerFailure: self = .powerOff
    case .alarm: self = .alarm
    case .terminate, .containerStop: self = .stopContainer
    default: return nil
    }
  }
}

extension ProcessOne {
  /// What process 1 waits for. Every other signal has its default action, which for process 1 is none.
  static var signals: SignalSet {
    var signals = SignalSet()
    signals.insert(.child)
    signals.insert(.resume)
    signals.insert(.interrupt)
    signals.insert(.powerFailure)
    signals.insert(.alarm)
    signals.insert(.terminate)
    signals.insert(.containerStop)
    return signals
  }
}
