import CLibc
import RunitCore
import Unix

/// The files that `runsv` keeps of a service. To be used inside the scan directory.
struct ServiceFiles {
  /// `supervise` in the service directory.
  private let directory: Path
  /// Where `runsv` keeps them when that can't be made.
  private let fallback: SupervisePlace?

  /// The files of the service `name`, or of its logger.
  init(_ name: CString, ofLog: Bool = false) {
    directory = Path(name, ofLog ? "/log/supervise" : "/supervise")
    fallback = directory.isThere ? nil : try? Self.fallback(of: name, ofLog: ofLog)
  }

  private static func fallback(of name: CString, ofLog: Bool) throws(Errno) -> SupervisePlace {
    let service = try FileDescriptor.open(name, O_PATH | O_DIRECTORY)
    let device = try FileStatus(of: service).identity.device
    return try service.canonicalPath().withCString { SupervisePlace(ofLog: ofLog, in: $0.bytes, onDevice: device) }
  }

  /// Whether a `runsv` is at work; only then the other files are up to date.
  var areAlive: Bool { (try? open("ok", O_WRONLY)) != nil }

  /// - Throws: what keeps the kernel from telling.
  func status() throws(Errno) -> ServiceStatus? {
    let text: TextBuffer<64>? = try read("status")
    return text.flatMap { ServiceStatus(decoding: $0.span) }
  }

  /// What runit's own `runsv` does not tell.
  ///
  /// - Throws: what keeps the kernel from telling.
  func detail() throws(Errno) -> ServiceDetail? {
    let text: TextBuffer<2048>? = try read("detail")
    return text.flatMap { ServiceDetail(decoding: $0.span) }
  }

  /// Which file the lock is that `runsv` holds.
  var lockIdentity: FileStatus.Identity? {
    guard let lock = try? open("lock", O_PATH | O_NOFOLLOW) else { return nil }
    return try? FileStatus(of: lock).identity
  }

  /// Calls `body` with each place, whether it exists or not, and whether or not it is ours.
  func forEachPlace(_ body: (CString) -> Void) {
    directory.withCString(body)
    forEachFallback { $0.withCString(body) }
  }

  private func forEachFallback(_ body: (Path) -> Void) {
    guard let fallback else { return }
    var next: SupervisePlace.Choice? = .first
    while let choice = next {
      next = choice.next
      var path = TextBuffer<512>()
      fallback.write(choice, to: &path)
      var place = Path("")
      place.append(path.span)
      body(place)
    }
  }

  private func read<let size: Int>(_ file: CString) throws(Errno) -> TextBuffer<size>? {
    do throws(Errno) {
      let file = try open(file, O_RDONLY)
      var text = TextBuffer<size>()
      try text.replace { (span) throws(Errno) in try file.read(into: &span) }
      return text
    } catch {
      if error.isNoAnswer { throw error }
      return nil
    }
  }

  /// Opens a file where `runsv` keeps them.
  private func open(_ file: CString, _ flags: CInt) throws(Errno) -> FileDescriptor {
    do throws(Errno) {
      return try Self.open(file, in: directory, flags)
    } catch {
      guard error.isAbsence, let place = try ourFallback else { throw error }
      return try Self.open(file, in: place, flags)
    }
  }

  private static func open(_ file: CString, in place: Path, _ flags: CInt) throws(Errno) -> FileDescriptor {
    var path = place
    path.append("/")
    path.append(file)
    return try path.withCString { (path) throws(Errno) in try FileDescriptor.open(path, flags) }
  }

  private var ourFallback: Path? {
    get throws(Errno) {
      guard !directory.isThere else { return nil }
      var found: Path?
      var obstacle: Errno?
      forEachFallback { place in
        do throws(Errno) {
          if found == nil, try isOurs(place) { found = place }
        } catch {
          obstacle = error
        }
      }
      if found == nil, let obstacle { throw obstacle }
      return found
    }
  }

  /// Whether a place in /run is this service's: other services of the same name may have theirs there.
  ///
  /// - Throws: what keeps the kernel from telling.
  private func isOurs(_ place: Path) throws(Errno) -> Bool {
    do throws(Errno) {
      let directory = try place.withCString { (path) throws(Errno) in
        try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
      }
      guard let fallback, try FileStatus(of: directory).isOursAlone else { return false }
      return try directory.readLink(CString(SupervisePlace.noteName)).withCString { fallback.isOwner(of: $0.bytes) }
    } catch {
      if error.isNoAnswer { throw error }
      return false
    }
  }
}

extension Path {
  fileprivate var isThere: Bool { (try? withCString { (path) throws(Errno) in try FileStatus(ofLink: path) }) != nil }
}
