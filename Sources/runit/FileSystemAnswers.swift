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
///
/// A request is made once: while the kernel can't tell, it is asked again for a while.
private func isOwnerExecutable(_ path: StaticString) -> Bool {
  for _ in 0..<50 {
    do throws(Errno) {
      return try FileStatus(CString(path)).isOwnerExecutable
    } catch {
      guard error.isNoAnswer else { return false }
      Clock.sleep(seconds: 0, milliseconds: 100)
    }
  }
  return false
}
