import CLibc
import RunitCore
import Unix

/// The place in `/run/runit` of a service whose `supervise` can't be made in its own directory.
struct FallbackPlace: ~Copyable {
  typealias Buffer = CStringBuffer<352>

  private let place: SupervisePlace

  /// The place of the service in whose directory `runsv` works, or of its logger.
  init(ofLog isLog: Bool) throws(Errno) {
    let device = try FileStatus(".").identity.device
    let working = try FileSystem.workingDirectory()
    place = working.withCString { SupervisePlace(ofLog: isLog, in: $0.bytes, onDevice: device) }
  }

  /// The place of the service in the directory `name`; `nil` when there is no such directory.
  init?(of name: CString) throws(Errno) {
    let directory = try ifAnswered { () throws(Errno) in try FileDescriptor.open(name, O_PATH | O_DIRECTORY) }
    guard let directory else { return nil }
    let device = try FileStatus(of: directory).identity.device
    let path = try directory.canonicalPath()
    place = path.withCString { SupervisePlace(ofLog: false, in: $0.bytes, onDevice: device) }
  }

  /// The path of the place that has the name `choice`.
  func path(_ choice: SupervisePlace.Choice) throws(Errno) -> Buffer {
    var text = TextBuffer<352>()
    place.write(choice, to: &text)
    var path = Buffer()
    guard path.append(text.span) else { throw .nameTooLong }
    return path
  }

  /// Which of the two places notes that it is this one; `nil` when there is none.
  func existing() throws(Errno) -> SupervisePlace.Choice? {
    var next: SupervisePlace.Choice? = .first
    while let choice = next {
      next = choice.next
      let directory = try path(choice).withCString { (path) throws(Errno) in
        try ifAnswered { () throws(Errno) in try Self.open(path) }
      }
      if let directory, try isOurs(directory) { return choice }
    }
    return nil
  }

  /// Opens a place, which nobody else may write to: he would have the service in his hands.
  static func open(_ path: CString) throws(Errno) -> FileDescriptor {
    let directory = try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    guard try FileStatus(of: directory).isOursAlone else { throw .notPermitted }
    return directory
  }

  private func isOurs(_ directory: borrowing FileDescriptor) throws(Errno) -> Bool {
    guard let note = try Self.note(in: directory) else { return false }
    return note.withCString { place.isOwner(of: $0.bytes) }
  }

  private static func note(in directory: borrowing FileDescriptor) throws(Errno) -> PathBuffer? {
    let base = BaseDirectory(directory)
    return try ifAnswered { () throws(Errno) in try base.readLink(CString(SupervisePlace.noteName)) }
  }
}

// The place is made, and noted.
extension FallbackPlace {
  /// Notes in a place without a note that it is this one; returns whether it is now.
  ///
  /// The note is a link, which is made as a whole or not at all: of two that want a place one gets it. It comes before
  /// the lock, so that who finds the lock taken can tell by whom.
  func claim(_ directory: borrowing FileDescriptor) throws(Errno) -> Bool {
    do throws(Errno) {
      try makeNote(CString(SupervisePlace.noteName), in: directory)
      return true
    } catch {
      guard error == .fileExists else { throw error }
      if try isOurs(directory) { return true }
      return try Self.isAbandoned(directory) ? takeOver(directory) : false
    }
  }

  private func makeNote(_ name: CString, in directory: borrowing FileDescriptor) throws(Errno) {
    var text = PathBuffer()
    guard text.append(place.note.span) else { throw .nameTooLong }
    try text.withCString { (text) throws(Errno) in try directory.makeSymbolicLink(name, to: text) }
  }

  /// Whether the directory that a place belongs to is not there any more, or is another file system's by now.
  private static func isAbandoned(_ directory: borrowing FileDescriptor) throws(Errno) -> Bool {
    guard let note = try note(in: directory) else { return true }
    return try note.withCString { (note) throws(Errno) in
      guard let owner = SupervisePlace.parse(note: note.bytes) else { return true }
      do throws(Errno) {
        return try FileStatus(note.dropFirst(owner.pathStart)).identity.device != owner.device
      } catch {
        if error.isNoAnswer { throw error }
        return error.isAbsence
      }
    }
  }

  /// Takes a place whose directory is gone, unless a `runsv` still has it. What it says of a process is not about ours.
  private func takeOver(_ directory: borrowing FileDescriptor) throws(Errno) -> Bool {
    let base = BaseDirectory(directory)
    let lock = try FileDescriptor.open("lock", in: base, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
    guard (try? lock.tryLock()) != nil else { return false }
    try lock.truncate(to: 0)
    let former: InlineArray<3, CString> = ["detail", "once", "directory.new"]
    for index in former.indices {
      do throws(Errno) {
        try base.remove(former[index])
      } catch {
        guard error == .noSuchFile else { throw error }
      }
    }
    try makeNote("directory.new", in: directory)
    try base.rename("directory.new", to: CString(SupervisePlace.noteName))
    return true
  }
}
