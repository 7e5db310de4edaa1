import Console
import RunitCore
import Unix

/// A shutdown, asked for by the files that process 1 looks at and the signal that makes it look.
enum StopRequest {
  case powerOff
  case reboot

  func send() throws(Failure) {
    let place = try Self.place()
    try Self.raise(CString(BootFlag.stop.path(place)))
    switch self {
    case .powerOff: try Self.lowerReboot()
    case .reboot: try Self.raise(CString(BootFlag.reboot.path(place)))
    }
    try explain("unable to signal process no 1", nil, Signal.resume.send(to: 1))
  }

  /// Where the files are to be: where stage 1 has made one, which is where the runit that runs looks for them; else in
  /// /run/runit, or in /etc/runit when there is no /run.
  private static func place() throws(Failure) -> Int {
    for place in 0..<BootFlag.placeCount where try status(BootFlag.stop.path(place)) != nil { return place }
    do throws(Errno) {
      try FileSystem.makeDirectory("/run/runit", mode: 0o755)
    } catch {
      if error != .fileExists { return BootFlag.placeCount - 1 }
    }
    return 0
  }

  /// `nil` where there is no file, as far as we may see; that the kernel can't tell is no absence.
  private static func status(_ path: StaticString) throws(Failure) -> FileStatus? {
    do throws(Errno) {
      return try FileStatus(CString(path))
    } catch {
      if error.isNoAnswer { throw Failure("unable to stat", CString(path), error) }
      return nil
    }
  }

  /// Sets the bit that counts, and no other.
  private static func raise(_ path: CString) throws(Failure) {
    let file = try explain("unable to create", path, FileDescriptor.create(path, mode: 0o644))
    try explain("unable to chmod", path, file.setMode(0o100))
  }

  /// Takes the bit away wherever it is set.
  private static func lowerReboot() throws(Failure) {
    for place in 0..<BootFlag.placeCount {
      guard try status(BootFlag.reboot.path(place))?.isOwnerExecutable == true else { continue }
      let path = CString(BootFlag.reboot.path(place))
      try explain("unable to chmod", path, FileSystem.setMode(path, 0))
    }
  }
}
