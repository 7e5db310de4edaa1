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
    let main = log.joined(Path("/main"))
    return hasCurrent(main) ? main : hasCurrent(log) ? log : nil
  }

  private static func hasCurrent(_ directory: Path) -> Bool {
    let file = directory.joined(Path("/current"))
    return (try? file.withCString { (path) throws(Errno) in try FileStatus(path) }) != nil
  }

  /// The directory of the file `current` that a process has open.
  private static func directory(openedBy process: UInt32) -> Path? {
    var path = Path("/proc/")
    var number = ByteCollector()
    number.append(decimal: UInt64(process))
    path.append(number.bytes.span)
    path.append("/fd")
    // Of another user's process nothing can be learnt.
    guard let names = try? path.withCString({ (path) throws(Errno) in try ServiceNames.all(in: path) }) else {
      return nil
    }
    for name in names {
      let link = path.joined(Path("/")).joined(name)
      guard let target = try? link.withCString({ (link) throws(Errno) in try FileSystem.readLink(link) }) else {
        continue
      }
      let directory: Path? = target.withCString { target in
        guard target.lastComponent == "current" else { return nil }
        var directory = Path("")
        directory.append(target.bytes.extracting(..<(target.count - 8)))
        return directory
      }
      if let directory, hasCurrent(directory) { return directory }
    }
    return nil
  }

  /// The directory that `run` in the directory `log` names as svlogd's.
  private static func directory(namedIn log: Path) -> Path? {
    let run = log.joined(Path("/run"))
    guard let file = try? run.withCString({ (path) throws(Errno) in try FileDescriptor.read(path) }) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 4096)
    var span = bytes.mutableSpan
    guard let count = try? file.read(into: &span) else { return nil }
    guard let word = LoggerScript.directory(in: bytes.span.extracting(..<count)) else { return nil }
    var place = word[0] == UInt8(ascii: "/") ? Path("") : log.joined(Path("/"))
    place.append(word.span)
    return hasCurrent(place) ? place : nil
  }
}
