import CLibc
import RunitCore
import Unix

// What is at a path. `nil` is the answer where it can't be had, for whatever reason. Out of line, since it is asked for
// all over the program.
extension Path {
  /// The file, through links.
  @inline(never)
  var status: FileStatus? { try? withCString { (path) throws(Errno) in try FileStatus(path) } }

  /// The kind of the file, through links.
  @inline(never)
  var kind: FileStatus.Kind? { status?.kind }

  /// Which file it is, through links.
  @inline(never)
  var identity: FileStatus.Identity? { status?.identity }

  /// Whether it leads to a file.
  @inline(never)
  var exists: Bool { status != nil }

  /// Whether there is a file or a link, wherever that leads.
  @inline(never)
  var isTaken: Bool { (try? withCString { (path) throws(Errno) in try FileStatus(ofLink: path) }) != nil }

  /// Where the link leads.
  @inline(never)
  var linkTarget: Path? {
    guard let target = try? withCString({ (path) throws(Errno) in try FileSystem.readLink(path) }) else { return nil }
    return target.withCString { Path($0) }
  }

  /// The names in the directory that do not begin with a dot, in order.
  @inline(never)
  var entries: [Path]? { try? allEntries() }

  /// As ``entries``, for those who have something to say about a failure.
  @inline(never)
  func allEntries() throws(Errno) -> [Path] {
    try withCString { (path) throws(Errno) in try ServiceNames.all(in: path) }
  }

  /// The file, open for reading.
  @inline(never)
  func opened() -> FileDescriptor? { try? withCString { (path) throws(Errno) in try FileDescriptor.read(path) } }

  /// What the file holds, at most so many bytes of it.
  @inline(never)
  func content(atMost limit: Int = 1 << 20) -> [UInt8]? {
    guard let file = opened(), let size = (try? FileStatus(of: file))?.size else { return nil }
    // Files in /proc say that they are empty.
    return LogFiles.read(file, from: 0, to: Swift.min(limit, size == 0 ? 4096 : size))
  }

  /// Why the file can't be executed; `nil` when nothing is wrong with it.
  @inline(never)
  var scriptProblem: ScriptProblem? { withCString { ScriptFile.problem($0) } }
}
