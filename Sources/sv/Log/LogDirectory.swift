import CLibc
import RunitCore
import Unix

/// The directory in which a service's logger writes.
enum LogDirectory {
  /// Finds it by what the logger has open, by its script, or by convention; `nil` when there is none.
  static func find(_ service: inout ServiceDirectory) -> Path? {
    service.enterLog()
    defer { service.leaveLog() }
    let log = service.wholePath
    if let status = service.snapshot().status, status.processID != 0,
      let directory = directory(openedBy: status.processID)
    {
      return directory
    }
    if let directory = directory(namedIn: log) { return directory }
    let main = log.joined("/main")
    return hasCurrent(main) ? main : hasCurrent(log) ? log : nil
  }

  private static func hasCurrent(_ directory: Path) -> Bool { directory.joined("/current").exists }

  /// The directory of the file `current` that a process has open.
  private static func directory(openedBy process: UInt32) -> Path? {
    let path = Path.ofProcess(process, "/fd")
    // Of another user's process nothing can be learnt.
    for name in path.entries ?? [] {
      guard var file = path.entry(name).linkTarget, file.name.span.equals("current") else { continue }
      file.truncate(to: file.count - 8)
      if hasCurrent(file) { return file }
    }
    return nil
  }

  /// The directory that `run` in the directory `log` names as svlogd's.
  private static func directory(namedIn log: Path) -> Path? {
    guard let script = log.joined("/run").content(atMost: 4096), let word = LoggerScript.directory(in: script.span)
    else { return nil }
    let place = word[0] == UInt8(ascii: "/") ? Path(word) : log.entry(Path(word))
    return hasCurrent(place) ? place : nil
  }
}
