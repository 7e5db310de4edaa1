import RunitCore
import Unix

/// What the file system says now, looked up at each question.
struct FileSystemAnswers: BootFiles {
  var wantsStop: Bool { BootFlag.stop.isSet }
  var wantsReboot: Bool { BootFlag.reboot.isSet }
  var hasCtrlAltDel: Bool { isOwnerExecutable(BootScript.ctrlAltDel.path) }
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
  do throws(Errno) {
    return try patiently { () throws(Errno) in try FileStatus(CString(path)) }.isOwnerExecutable
  } catch {
    return false
  }
}

/// Makes a call again for up to five seconds while the kernel can't answer: a shortage is not an absence, and a request is
/// made only once.
func patiently<Answer: ~Copyable>(_ call: () throws(Errno) -> Answer) throws(Errno) -> Answer {
  for _ in 0..<50 {
    do throws(Errno) {
      return try call()
    } catch {
      guard error.isNoAnswer else { throw error }
      Clock.sleep(seconds: 0, milliseconds: 100)
    }
  }
  return try call()
}
