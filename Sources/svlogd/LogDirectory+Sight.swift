import Console
import RunitCore
import Unix

/// Whether `current` and the directory still have their names, and what is done when they have not.
extension LogDirectory {
  /// Looks, if that is due, before something is written.
  func lookBeforeWrite() {
    let now = Clock.monotonic
    if sight.isLookDue(at: now) { look(at: now) }
  }

  /// Looks, and leaves a `current` that is not in its place; `false` if that was so.
  @discardableResult
  func look(at now: Int64) -> Bool {
    if isRescuing { return true }
    guard current.rawValue != -1, !hasName || !isCurrentInPlace else {
      sight.look(at: now, size: size)
      return true
    }
    leave(at: now)
    return false
  }

  /// Whether our name leads here. What the kernel can't tell is taken for as it was.
  var hasName: Bool {
    do throws(Errno) {
      return try FileStatus(name).identity == FileStatus(of: descriptor).identity
    } catch {
      return !error.isAbsence
    }
  }

  private var isCurrentInPlace: Bool {
    do throws(Errno) {
      return try FileStatus(ofLink: "current", in: descriptor).identity == FileStatus(of: current).identity
    } catch {
      return !error.isAbsence
    }
  }

  /// Whether `current` has no name any more, so that it goes when it is closed.
  var isCurrentRemoved: Bool { (try? FileStatus(of: current))?.linkCount == 0 }

  /// Goes on in a new `current`, in the directory that has our name then, and takes along what may be lost in this one.
  private func leave(at now: Int64) {
    voice.warn("current was removed or renamed, going on in a new one:", name)
    isAstray = true
    let start = sight.seenSize
    guard isCurrentRemoved else {
      // It has another name, or its directory has: what is in it is there.
      sealCurrent()
      size = 0
      sight.look(at: now, size: 0)
      return
    }
    var former = FileDescriptor(owning: -1)
    swap(&former, &current)
    size = 0
    isUnsynced = false
    syncAt = nil
    sight.look(at: now, size: 0)
    rescue(former, from: start)
  }

  /// Writes again what was written to `former` from `start` on.
  func rescue(_ former: borrowing FileDescriptor, from start: Int) {
    isRescuing = true
    defer { isRescuing = false }
    var offset = start
    var piece = InlineArray<4096, UInt8>(repeating: 0)
    do throws(Errno) {
      while true {
        var span = piece.mutableSpan
        let count = try former.read(into: &span, at: offset)
        if count == 0 { return }
        offset += count
        write(piece.span.extracting(0..<count))
      }
    } catch {
      voice.warn("unable to read removed current:", name, error)
    }
  }
}
