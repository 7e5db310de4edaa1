/// The place in `/run/runit` of a `supervise` that can't be made in the service directory.
///
///     supervise.NAME            of the first service directory NAME; NAME-log for the logger of a service
///     supervise.NAME.HASH       of a further one of the same name: 16 hexadecimal digits of the checksum of its note
///     supervise.NAME/directory  the note: a symbolic link to DEVICE:PATH, which says whose place it is
///
/// PATH is the canonical path of the service directory, with `/log` for its logger, and DEVICE the number of its device.
/// All readers look in the order of ``Choice`` and believe only a place whose note is ``note``. The inode is no part of
/// it: that of a directory on overlayfs changes when the kernel drops its caches.
package struct SupervisePlace: Sendable {
  /// Which of the two names is meant, in the order in which they are tried.
  package enum Choice: UInt8, Sendable {
    case first
    case second

    /// The one that is tried next.
    package var next: Choice? { Choice(rawValue: rawValue + 1) }
  }

  /// The directory of all places.
  package static var parent: StaticString { "/run/runit" }
  /// The name of the note in a place.
  package static var noteName: StaticString { "directory" }

  /// What the note of our place says.
  package private(set) var note = TextBuffer<4160>()
  private let isLog: Bool

  /// The place of the service directory with the canonical path `directory` on `device`, or of the logger in it.
  package init(ofLog isLog: Bool, in directory: Span<UInt8>, onDevice device: UInt64) {
    self.isLog = isLog
    note.append(decimal: device)
    note.append(UInt8(ascii: ":"))
    note.append(directory)
    if isLog { note.append("/log") }
  }

  /// Whether `other`, the note of a place, is that of this one.
  package func isOwner(of other: Span<UInt8>) -> Bool { !note.isTruncated && note.span.equals(other) }

  /// Appends the path of the place.
  package func write<Sink: TextSink & ~Copyable>(_ choice: Choice, to text: inout Sink) {
    text.append(Literal(Self.parent))
    text.append("/supervise.")
    let path = isLog ? note.span.extracting(..<(note.count - 4)) : note.span
    var start = path.count
    while start > 0, path[start - 1] != UInt8(ascii: "/") { start -= 1 }
    text.append(path.extracting(start...))
    if isLog { text.append("-log") }
    guard choice == .second else { return }
    text.append(UInt8(ascii: "."))
    text.append(hexadecimal: note.span.checksum, width: 16)
  }

  /// The device in a note, and where the path begins; `nil` when it is none.
  package static func parse(note: Span<UInt8>) -> (device: UInt64, pathStart: Int)? {
    guard let colon = note.firstIndex(of: UInt8(ascii: ":")), let device = Decimal.parse(note.extracting(..<colon))
    else { return nil }
    return (device, colon + 1)
  }
}
