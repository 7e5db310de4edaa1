import CLibc
import RunitCore
import Unix

/// Where `runsv` keeps its files when `supervise` can't be made. A place is believed only if it notes that very service
/// directory, and if only root, this user or the owner of the service directory can have written that.
enum FallbackDirectory {
  /// The place for the directory `path` of a service or of a logger; `nil` when it has none.
  static func find(for path: Path) throws(Errno) -> Path? {
    if let place = try find(in: path, ofLog: false) { return place }
    // A logger is known by the directory of its service: `log` may be a link.
    var service = path.copiedBytes
    service.removeSlashesAtEnd()
    service.removeLast(service.count - service.startOfLastComponent)
    if path.name.span.equals("log") { return try find(in: service.isEmpty ? Path(".") : Path(service), ofLog: true) }
    let canonical = try path.withCString { (path) throws(Errno) in try Path.ofDirectory(path) }
    return canonical.name.span.equals("log") ? try find(in: path.joined("/.."), ofLog: true) : nil
  }

  private static func find(in directory: Path, ofLog: Bool) throws(Errno) -> Path? {
    let service = try directory.withCString { (path) throws(Errno) in
      try FileDescriptor.open(path, O_PATH | O_DIRECTORY)
    }
    let status = try FileStatus(of: service)
    let ours = try service.canonicalPath().withCString {
      SupervisePlace(ofLog: ofLog, in: $0.bytes, onDevice: status.identity.device)
    }
    var next: SupervisePlace.Choice? = .first
    while let choice = next {
      next = choice.next
      let place = Path(choice, of: ours)
      let note = place.joined("/").joined(CString(SupervisePlace.noteName)).linkTarget
      if let note, ours.isOwner(of: note.copiedBytes.span), isTrusted(place, ownerOfService: status.userID) {
        return place
      }
    }
    return nil
  }

  private static func isTrusted(_ place: Path, ownerOfService: uid_t) -> Bool {
    guard let status = try? place.withCString({ (path) throws(Errno) in try FileStatus(ofLink: path) }) else {
      return false
    }
    let isKnown = status.isOurs || status.userID == 0 || status.userID == ownerOfService
    return isKnown && status.kind == .directory && status.mode & 0o022 == 0
  }
}

extension Path {
  fileprivate init(_ choice: SupervisePlace.Choice, of place: SupervisePlace) {
    var bytes = ByteCollector()
    place.write(choice, to: &bytes)
    self.init(bytes.bytes)
  }
}
