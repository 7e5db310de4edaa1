import CLibc
import RunitCore
import Unix

/// Another service beside this one, as its files show it. Used while working in the directory of both.
struct Neighbour: ~Copyable {
  let name: CString
  /// Its directory `supervise`, wherever that is.
  private var supervise = CStringBuffer<352>()
  /// Whether that is the place for services that can't have it in their own directory. It may be an old one.
  private var isElsewhere = false

  init(_ name: CString) {
    self.name = name
    _ = supervise.append(name) && supervise.append("/supervise")
    guard !supervise.withCString({ (try? FileStatus($0)) != nil }) else { return }
    var elsewhere = CStringBuffer<352>()
    _ = elsewhere.append("/run/runit/supervise.") && elsewhere.append(name)
    guard elsewhere.withCString({ (try? FileStatus($0)) != nil }) else { return }
    supervise = elsewhere
    isElsewhere = true
  }

  /// Opens the FIFO that tells its `runsv` that it is needed; `nil` when no `runsv` reads it.
  func hold() -> FileDescriptor? {
    with("/dependents") { try? FileDescriptor.write($0) }
  }

  /// Where it stands; `nil` when its `runsv` has not said so.
  var phase: ServiceDetail.Phase? {
    with("/detail") { path in
      guard let content: TextBuffer<1280> = try? SmallFile.read(path) else { return nil }
      return ServiceDetail(decoding: content.span)?.phase
    }
  }

  /// Whether it is ready or done. A service of runit's own `runsv`, which knows no dependents, is ready when it runs.
  func isReady(isHeld: Bool) -> Bool {
    // Ours opens `dependents` before `ok`: who has only the latter is runit's, not one that has come just now.
    guard isHeld else { return isSupervised && !hasDependents && isRunning }
    switch phase {
    case .up, .ready, .done: return true
    case .down, .waiting, .starting, .exiting, .stopping, .finish, .failed, nil: return false
    }
  }

  /// Watches its `supervise`, and, while that is missing, the places where it will appear.
  func watch(with watch: borrowing FileWatch) {
    let isThere = supervise.withCString { (try? watch.add($0, .replacements)) != nil }
    if isThere, !isElsewhere { return }
    var place = PathBuffer()
    guard place.append(name), place.append("/supervise") else { return }
    place.withCString { place in
      watch.addNearest(place)
      followLink(at: place, watch)
    }
    var elsewhere = PathBuffer()
    guard !isThere, elsewhere.append("/run/runit/supervise."), elsewhere.append(name) else { return }
    elsewhere.withCString { watch.addNearest($0) }
  }

  /// Watches for what the link that distributions make in the place of `supervise` leads to.
  private func followLink(at place: CString, _ watch: borrowing FileWatch) {
    guard let text = try? FileSystem.readLink(place) else { return }
    text.withCString { text in
      guard text[0] != UInt8(ascii: "/") else { return watch.addNearest(text) }
      PathBuffer(name, "/", text)?.withCString { watch.addNearest($0) }
    }
  }

  private var hasDependents: Bool { with("/dependents") { (try? FileDescriptor.write($0)) != nil } }
  private var isSupervised: Bool { with("/ok") { (try? FileDescriptor.write($0)) != nil } }

  private var isRunning: Bool {
    with("/status") { path in
      guard let content: TextBuffer<64> = try? SmallFile.read(path) else { return false }
      return ServiceStatus(decoding: content.span)?.state == .run
    }
  }

  private func with<Result: ~Copyable>(_ file: CString, _ body: (CString) -> Result) -> Result {
    supervise.withCString { directory in
      var path = CStringBuffer<352>()
      _ = path.append(directory) && path.append(file)
      return path.withCString(body)
    }
  }
}
