import CLibc
import RunitCore
import Unix

/// `current` becomes an old file, and old files go.
extension LogDirectory {
  /// Files that are complete have the owner's x.
  private static let sealMode: mode_t = 0o100

  private var mode: mode_t { configuration.mode }

  /// Begins a new `current` now, or when the line in progress is written.
  func rotateAtLineEnd() {
    if endsInsideLine { rotatesAtLineEnd = true } else { rotate() }
  }

  /// Begins a new `current`, if there is anything in this one.
  func rotate() {
    rotatesAtLineEnd = false
    guard size > 0 else { return }
    if current.rawValue != -1 { sealCurrent() }
    setAside(as: configuration.processor.isEmpty ? .safe : .unprocessed)
    makeCurrent("unable to create new current:")
    prune()
    hasUnprocessed = !configuration.processor.isEmpty
    process()
  }

  /// Makes sure of `current`, marks it as complete and closes it.
  func sealCurrent() {
    insist("unable to fsync current logfile:") { () throws(Errno) in try current.synchronize() }
    insist("unable to set mode of current:") { () throws(Errno) in try current.setMode(mode | Self.sealMode) }
    current = FileDescriptor(owning: -1)
    isUnsynced = false
    syncAt = nil
  }

  /// Gives `current` the name of an old file.
  func setAside(as kind: ArchiveName.Kind) {
    let archive = unusedName(kind)
    if options.isVerbose { sayRenamed(archive) }
    insist("unable to rename current:") { () throws(Errno) in
      do throws(Errno) {
        try archive.withCString { (path) throws(Errno) in try FileSystem.rename("current", to: path, in: descriptor) }
      } catch {
        // Somebody has removed or renamed it: there is nothing left to set aside.
        if error != .noSuchFile { throw error }
        voice.warn("unable to rename current:", name, error)
      }
    }
    size = 0
    counters?.add { $0.rotations &+= 1 }
  }

  /// The name that the time gives, as soon as it gives one that no file has, processed or not.
  private func unusedName(_ kind: ArchiveName.Kind) -> ArchiveName {
    while true {
      let now = Clock.realtime
      let archive = ArchiveName(TAI64N(unixSeconds: now.seconds, nanoseconds: now.nanoseconds), kind)
      if !exists(archive.with(.safe)), !exists(archive.with(.unprocessed)) { return archive }
    }
  }

  private func exists(_ archive: ArchiveName) -> Bool {
    archive.withCString { path in (try? FileStatus(path, in: descriptor)) != nil }
  }

  /// Opens or creates `current`. On a full disk there may be none afterwards, if lines may be dropped.
  func makeCurrent(_ action: CString) {
    while current.rawValue == -1 {
      do throws(Errno) {
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW
        let file = try FileDescriptor.open("current", in: descriptor, flags, mode: 0o600)
        insist("unable to set mode of current:") { () throws(Errno) in try file.setMode(mode) }
        size = try FileStatus(of: file).size
        current = file
        endsInsideLine = false
      } catch {
        if error == .noSuchFile, follow() { continue }
        if isDropping(after: error, action) { return }
      }
    }
  }

  /// Goes on in the directory that has our name now, after ours was removed; `false` when there is none for us.
  private func follow() -> Bool {
    guard let fresh = try? FileDescriptor.directory(name), let status = try? FileStatus(of: fresh),
      status.identity != identity, let freshLock = try? Self.takeLock(in: fresh)
    else { return false }
    identity = status.identity
    descriptor = fresh
    lock = freshLock
    return true
  }

  private func sayRenamed(_ archive: ArchiveName) {
    var text = TextBuffer<64>("/current ")
    text.append(archive.span)
    text.append(UInt8(ascii: " "))
    text.append(decimal: UInt64(size))
    info("rename:", text.span)
  }
}
