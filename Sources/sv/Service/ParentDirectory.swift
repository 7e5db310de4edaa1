import CLibc
import RunitCore
import Unix

/// The directory that the paths of several services have in common, as those of `/etc/service/*`.
///
/// Held open from the second such path on, it spares the kernel the way from the root for each file of each service.
struct ParentDirectory: ~Copyable {
  private var path = Path("")
  private var descriptor: FileDescriptor?

  /// What to go on from for the path `name`, and how many of its bytes lead there; `nil` when it begins elsewhere.
  mutating func start(of name: CString) -> (directory: BaseDirectory, length: Int)? {
    let length = Self.length(of: name)
    guard length > 0 else { return nil }
    let prefix = name.bytes.extracting(..<length)
    guard path.withCString({ prefix.equals($0.bytes) }) else {
      path.truncate(to: 0)
      path.append(prefix)
      descriptor = nil
      return nil
    }
    if descriptor == nil { descriptor = try? path.withCString(Self.open) }
    switch descriptor {
    case .some(let descriptor): return (BaseDirectory(descriptor), length)
    case nil: return nil
    }
  }

  private static func open(_ path: CString) throws(Errno) -> FileDescriptor {
    try FileDescriptor.open(path, O_PATH | O_DIRECTORY)
  }

  /// The length of what precedes the last name in the path, with the slash; 0 when the path ends in one.
  private static func length(of path: CString) -> Int {
    var length = path.count
    guard length > 0, path[length - 1] != UInt8(ascii: "/") else { return 0 }
    while length > 0, path[length - 1] != UInt8(ascii: "/") { length -= 1 }
    return length
  }
}
