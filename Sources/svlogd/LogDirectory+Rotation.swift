import CLibc
import Console
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
    // One that is not in its place is no old file of ours, and another one has begun already.
    guard size > 0, look(at: Clock.monotonic) else { return }
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
  func unusedName(_ kind: ArchiveName.Kind) -> ArchiveName {
    while true {
      let now = Clock.realtime
      let archive = ArchiveName(TAI64N(unixSeconds: now.seconds, nanoseconds: now.nanoseconds), kind)
      if !exists(archive.with(.safe)), !exists(archive.with(.unprocessed)) { return archive }
    }
  }

  private func exists(_ archive: ArchiveName) -> Bool {
    var isThere = false
    insist("unable to stat old log file:") { () throws(Errno) in
      do throws(Errno) {
        _ = try archive.withCString { (path) throws(Errno) in try FileStatus(ofLink: path, in: descriptor) }
        isThere = true
      } catch {
        if error.isNoAnswer { throw error }
      }
    }
    return isThere
  }

  /// Opens or creates `current`. On a full disk there may be none afterwards, if lines may be dropped; nor is there after TERM,
  /// if it can't be had.
  func makeCurrent(_ action: CString) {
    while current.rawValue == -1 {
      do throws(Errno) {
        if isAstray { try follow() }
        // It is read when it was removed, and what was written last has to be written again.
        let file = try openFile("current", O_RDWR | O_CREAT | O_APPEND, mode: 0o600)
        insist("unable to set mode of current:") { () throws(Errno) in try file.setMode(mode) }
        size = try FileStatus(of: file).size
        current = file
        endsInsideLine = false
        isAstray = false
        sight.seenSize = size
      } catch {
        if error == .noSuchFile, !isAstray {
          isAstray = true
          continue
        }
        if isDropping(after: error, action) { return }
      }
    }
  }

  /// Goes on in the directory that has our name now, if it is another one.
  ///
  /// - Throws: why there is none for us.
  private func follow() throws(Errno) {
    let fresh = try FileDescriptor.directory(name)
    if try FileStatus(of: fresh).identity == FileStatus(of: descriptor).identity { return }
    lock = try Self.takeLock(in: fresh)
    descriptor = fresh
    hasUnprocessed = true
    closeCounters()
    openCounters()
  }

  private func sayRenamed(_ archive: ArchiveName) {
    var text = TextBuffer<64>("/current ")
    text.append(archive.span)
    text.append(UInt8(ascii: " "))
    text.append(decimal: UInt64(size))
    info("rename:", text.span)
  }
}
