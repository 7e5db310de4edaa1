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

  /// A log that has no `current` yet may get one; one that can't be read throws.
  init(_ service: CString, in directory: Path) throws(ServiceProblem) {
    self.service = service
    self.directory = directory
    do throws(Errno) {
      file = try current.withCString { (path) throws(Errno) in try FileDescriptor.read(path) }
    } catch {
      if !error.isAbsence { throw .unable("unable to open current", error) }
    }
  }

  var path: Path { directory }

  private var current: Path { directory.joined("/current") }

  /// The last lines so far; what is written from now on comes from ``next()``.
  func lastLines(_ count: Int) -> [[UInt8]] {
    guard file != nil else { return LogFiles.lastLines(count, in: directory, current: nil) }
    let lines = LogFiles.lastLines(count, in: directory, current: file)
    offset = (try? FileStatus(of: file!))?.size ?? 0
    return lines
  }

  /// When something was last written.
  var lastChange: TAI64N {
    let status = current.status
    return TAI64N(unixSeconds: status?.modificationSeconds ?? 0, nanoseconds: status?.modificationNanoseconds ?? 0)
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
    guard file != nil, let own = (try? FileStatus(of: file!))?.identity else { return current.opened() }
    while current.identity != own {
      if let next = fileRotated(after: own) { return next.opened() }
      let newest = current.opened()
      if fileRotated(after: own) == nil { return newest }  // or there was one more rotation in between
    }
    return nil
  }

  /// The file that was rotated away after `own`; `nil` when there is none yet, or `own` is gone.
  private func fileRotated(after own: FileStatus.Identity) -> Path? {
    var isNext = false
    for name in LogFiles.rotated(in: directory) {
      let path = directory.entry(name)
      if isNext { return path }
      if path.identity == own { isNext = true }
    }
    return nil
  }
}
