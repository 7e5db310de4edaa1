import CLibc
import RunitCore
import Unix

// Paths put together, and taken apart.
extension Path {
  @inline(never)
  init(_ bytes: [UInt8]) {
    self.init("")
    append(bytes.span)
  }

  /// The whole path of the directory `path`, without links and dots.
  static func ofDirectory(_ path: CString) throws(Errno) -> Path {
    let directory = try FileDescriptor.open(path, O_PATH | O_DIRECTORY)
    return try directory.canonicalPath().withCString { Path($0) }
  }

  /// The path of `file` in the directory of a process in /proc.
  static func ofProcess(_ process: UInt32, _ file: CString) -> Path {
    Path("/proc/").joined(Path(decimal: UInt64(process))).joined(file)
  }

  /// The digits of a number.
  @inline(never)
  init(decimal number: UInt64) {
    var digits = ByteCollector()
    digits.append(decimal: number)
    self.init(digits.bytes)
  }

  /// The path with `piece` behind it.
  @inline(never)
  func joined(_ piece: CString) -> Path {
    var path = self
    path.append(piece)
    return path
  }

  /// The path with `piece` behind it.
  @inline(never)
  func joined(_ piece: Path) -> Path { piece.withCString { joined($0) } }

  /// The path of the entry `name` of this directory.
  @inline(never)
  func entry(_ name: Path) -> Path { joined("/").joined(name) }

  /// The path of an entry beside this one, which has a slash in it. Links are not followed: the neighbours of a service
  /// are where its link is.
  @inline(never)
  func sibling(_ name: [UInt8]) -> Path {
    var bytes = copiedBytes
    bytes.removeSlashesAtEnd()
    bytes.removeLast(bytes.count - bytes.startOfLastComponent)
    let isPath = bytes.first == UInt8(ascii: "/") || bytes.first == UInt8(ascii: ".")
    var path = Path(isPath ? "" : "./")
    path.append(bytes.span)
    path.append(name.span)
    return path
  }

  /// Its last component.
  @inline(never)
  var name: [UInt8] {
    var bytes = copiedBytes
    bytes.removeSlashesAtEnd()
    return Array(bytes[bytes.startOfLastComponent...])
  }

  /// Whether it comes first in the order of bytes.
  @inline(never)
  func precedes(_ other: Path) -> Bool {
    withCString { left in other.withCString { right in left.compare(right) < 0 } }
  }

  /// The bytes of the path.
  @inline(never)
  var copiedBytes: [UInt8] {
    withCString { path in
      var collector = ByteCollector()
      collector.append(path.bytes)
      return collector.bytes
    }
  }
}

extension [UInt8] {
  /// Leaves a lone slash.
  @inline(never)
  mutating func removeSlashesAtEnd() {
    while count > 1, self[count - 1] == UInt8(ascii: "/") { removeLast() }
  }

  /// What is behind the last slash begins here.
  @inline(never)
  var startOfLastComponent: Int {
    var start = count
    while start > 0, self[start - 1] != UInt8(ascii: "/") { start -= 1 }
    return start
  }

  /// The pieces between bytes that are `separator`.
  @inline(never)
  func pieces(between separator: UInt8) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var piece: [UInt8] = []
    for byte in self {
      if byte == separator {
        pieces.append(piece)
        piece = []
      } else {
        piece.append(byte)
      }
    }
    pieces.append(piece)
    return pieces
  }
}

extension CString {
  /// Whether it is written as a path, from the root or the working directory, and not as a name.
  var isPath: Bool { self[0] == UInt8(ascii: "/") || self[0] == UInt8(ascii: ".") }
}

extension Output {
  @inline(never)
  mutating func append(_ path: Path) { path.withCString { append($0) } }

  @inline(never)
  mutating func append(printable path: Path) { path.withCString { append(printable: $0.bytes) } }
}
