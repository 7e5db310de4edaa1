import CLibc
import Console
import RunitCore
import Unix

/// Files of ours in a directory in which another user may write.
extension LogDirectory {
  /// How often something that is in the way again is set aside, before that counts as a failure.
  private static let attempts = 10

  /// Opens `path`, which has to be a regular file, and nothing that makes us wait or leads elsewhere: a link, a FIFO or a
  /// directory that has its name becomes an old file, as it is.
  func openFile(_ path: CString, _ flags: CInt, mode: mode_t) throws(Errno) -> FileDescriptor {
    for _ in 0..<Self.attempts {
      do throws(Errno) {
        let file = try FileDescriptor.open(path, in: descriptor, flags | O_NOFOLLOW, mode: mode)
        if try FileStatus(of: file).kind == .regular { return file }
      } catch {
        if isFile(path) != false { throw error }
      }
      try setAsideForeign(path)
    }
    throw .symbolicLinkLoop
  }

  /// Whether `path` is a regular file; `nil` when there is nothing, or the kernel can't tell.
  private func isFile(_ path: CString) -> Bool? {
    (try? FileStatus(ofLink: path, in: descriptor)).map { $0.kind == .regular }
  }

  /// Gives `path`, if it is no regular file, the name of an old file.
  private func setAsideForeign(_ path: CString) throws(Errno) {
    guard isFile(path) == false else { return }
    let archive = unusedName(.safe)
    try archive.withCString { (name) throws(Errno) in try FileSystem.rename(path, to: name, in: descriptor) }
    report(.warning, "no regular file, renamed:", archive)
  }

  /// As ``openFile(_:_:mode:)`` does, for a file that a processor reads or writes.
  func openFile(_ archive: ArchiveName, _ flags: CInt, mode: mode_t) throws(Errno) -> FileDescriptor {
    try archive.withCString { (path) throws(Errno) in try openFile(path, flags, mode: mode) }
  }

  /// Whether `archive` is a file that a processor can work on. What is none is set aside, and so is what has the name that the
  /// result is to have.
  func isProcessable(_ archive: ArchiveName) -> Bool {
    do throws(Errno) {
      try archive.with(.safe).withCString { (path) throws(Errno) in try setAsideForeign(path) }
      return try archive.withCString { (path) throws(Errno) in
        try setAsideForeign(path)
        return isFile(path) == true
      }
    } catch {
      voice.warn("unable to rename old log file:", name, error)
      return false
    }
  }
}
