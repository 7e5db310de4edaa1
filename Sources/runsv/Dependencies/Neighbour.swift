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

  /// - Throws: what keeps the kernel from telling, here and in all that follows: it has to be asked again.
  init(_ name: CString) throws(Errno) {
    self.name = name
    _ = supervise.append(name) && supervise.append("/supervise")
    guard try !Self.isThere(supervise) else { return }
    guard let place = try FallbackPlace(of: name), let choice = try place.existing() else { return }
    supervise = try place.path(choice)
    isElsewhere = true
  }

  private static func isThere(_ path: borrowing CStringBuffer<352>) throws(Errno) -> Bool {
    try path.withCString { (path) throws(Errno) in
      try ifAnswered { () throws(Errno) in try FileStatus(path) } != nil
    }
  }

  /// Opens the FIFO that tells its `runsv` that it is needed; `nil` when no `runsv` reads it.
  func hold() throws(Errno) -> FileDescriptor? { try open("/dependents") }

  /// Where it stands; `nil` when its `runsv` has not said so.
  var phase: ServiceDetail.Phase? {
    get throws(Errno) {
      try with("/detail") { (path) throws(Errno) in
        guard let content: TextBuffer<1280> = try SmallFile.read(ifThere: path) else { return nil }
        return ServiceDetail(decoding: content.span)?.phase
      }
    }
  }

  /// Whether it is ready or done. A service of runit's own `runsv`, which knows no dependents, is ready when it runs.
  func isReady(isHeld: Bool) throws(Errno) -> Bool {
    // Ours opens `dependents` before `ok`: who has only the latter is runit's, not one that has come just now.
    guard isHeld else {
      guard try open("/ok") != nil, try open("/dependents") == nil else { return false }
      return try isRunning
    }
    switch try phase {
    case .up, .ready, .done: return true
    case .down, .waiting, .starting, .exiting, .stopping, .finish, .failed, nil: return false
    }
  }

  /// Watches its `supervise`, and, while that is missing, the places where it will appear.
  func watch(with watch: borrowing FileWatch) throws(Errno) {
    let isThere = try supervise.withCString { (path) throws(Errno) in
      do throws(Errno) {
        try watch.add(path, .replacements)
        return true
      } catch {
        guard error.isAbsence else { throw error }
        return false
      }
    }
    if isThere, !isElsewhere { return }
    var place = PathBuffer()
    guard place.append(name), place.append("/supervise") else { return }
    try place.withCString { (place) throws(Errno) in
      try watch.addNearest(place)
      try followLink(at: place, watch)
    }
    if !isThere { try watchFallback(with: watch) }
  }

  /// Watches the places in `/run/runit` that may become its own.
  @inline(never)
  private func watchFallback(with watch: borrowing FileWatch) throws(Errno) {
    guard let place = try FallbackPlace(of: name) else { return }
    var next: SupervisePlace.Choice? = .first
    while let choice = next {
      next = choice.next
      try place.path(choice).withCString { (path) throws(Errno) in try watch.addNearest(path) }
    }
  }

  /// Watches for what the link that distributions make in the place of `supervise` leads to.
  private func followLink(at place: CString, _ watch: borrowing FileWatch) throws(Errno) {
    guard let text = try ifAnswered({ () throws(Errno) in try FileSystem.readLink(place) }) else { return }
    try text.withCString { (text) throws(Errno) in
      guard text[0] != UInt8(ascii: "/") else { return try watch.addNearest(text) }
      try PathBuffer(name, "/", text)?.withCString { (path) throws(Errno) in try watch.addNearest(path) }
    }
  }

  private var isRunning: Bool {
    get throws(Errno) {
      try with("/status") { (path) throws(Errno) in
        guard let content: TextBuffer<64> = try SmallFile.read(ifThere: path) else { return false }
        return ServiceStatus(decoding: content.span)?.state == .run
      }
    }
  }

  /// Opens a FIFO that somebody reads; `nil` where nobody does.
  private func open(_ file: CString) throws(Errno) -> FileDescriptor? {
    try with(file) { (path) throws(Errno) in
      try ifAnswered { () throws(Errno) in try FileDescriptor.write(path) }
    }
  }

  private func with<Result: ~Copyable>(
    _ file: CString, _ body: (CString) throws(Errno) -> Result
  ) throws(Errno) -> Result {
    try supervise.withCString { (directory) throws(Errno) in
      var path = CStringBuffer<352>()
      _ = path.append(directory) && path.append(file)
      return try path.withCString(body)
    }
  }
}
