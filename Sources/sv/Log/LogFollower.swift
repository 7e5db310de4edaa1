import CLibc
import RunitCore
import Unix

/// Reads on in the log of one service, from file to file as they are rotated.
final class LogFollower {
  let service: CString
  private let directory: Path
  private var file: FileDescriptor?
  private var offset = 0
  /// The beginning of a line whose end is not written yet.
  private var partial: [UInt8] = []

  init(_ service: CString, in directory: Path) {
    self.service = service
    self.directory = directory
    file = openCurrent()
  }

  var path: Path { directory }

  private var current: Path { directory.joined(Path("/current")) }

  private func openCurrent() -> FileDescriptor? {
    // Between two files there may be none for a moment.
    try? current.withCString { (path) throws(Errno) in try FileDescriptor.read(path) }
  }

  /// The last lines so far; what is written from now on comes from ``next()``.
  func lastLines(_ count: Int) -> [[UInt8]] {
    guard file != nil else { return LogFiles.lastLines(count, in: directory, current: nil) }
    let lines = LogFiles.lastLines(count, in: directory, current: file)
    offset = (try? FileStatus(of: file!))?.size ?? 0
    return lines
  }

  /// The lines that were written since.
  func next() -> [[UInt8]] {
    var lines = readOn()
    while let successor = successor() {
      lines += readOn()  // what was written between the last look and the rotation
      file = consume successor
      offset = 0
      lines += readOn()
    }
    return lines
  }

  private func readOn() -> [[UInt8]] {
    guard file != nil, let size = (try? FileStatus(of: file!))?.size, size > offset,
      let bytes = LogFiles.read(file!, from: offset, to: size)
    else { return [] }
    offset = size
    partial += bytes
    guard let end = partial.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let whole = Array(partial[...end])
    partial.removeFirst(end + 1)
    return LogFiles.split(whole)
  }

  /// The file that follows ours, if ours is not the last one any more.
  private func successor() -> FileDescriptor? {
    guard file != nil, let own = (try? FileStatus(of: file!))?.identity else { return openCurrent() }
    if identity(of: current) == own { return nil }
    var isNext = false
    for name in LogFiles.rotated(in: directory) {
      let path = directory.joined(Path("/")).joined(name)
      if isNext { return try? path.withCString { (path) throws(Errno) in try FileDescriptor.read(path) } }
      if identity(of: path) == own { isNext = true }
    }
    return openCurrent()
  }

  private func identity(of path: Path) -> FileStatus.Identity? {
    (try? path.withCString { (path) throws(Errno) in try FileStatus(path) })?.identity
  }
}
