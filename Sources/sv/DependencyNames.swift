import CLibc
import RunitCore
import Unix

/// The names in `dependencies` and `dependencies.d` of a service directory.
enum DependencyNames {
  /// All names that the service at `path` needs, and the lines that are none.
  static func read(_ path: Path) -> (names: [[UInt8]], others: [[UInt8]]) {
    var names: [[UInt8]] = []
    var others: [[UInt8]] = []
    for line in lines(of: path.joined(Path("/dependencies"))) {
      let name = line.span.trimmed
      guard name.count > 0, name[0] != UInt8(ascii: "#") else { continue }
      var text = ByteCollector()
      text.append(name)
      let isName =
        name[0] != UInt8(ascii: ".") && name.firstIndex(of: UInt8(ascii: "/")) == nil && name.firstIndex(of: 0) == nil
        && name.count < 256
      if isName { names.append(text.bytes) } else { others.append(text.bytes) }
    }
    // Most services have no such directory.
    let directory = path.joined(Path("/dependencies.d"))
    let entries = try? directory.withCString { (path) throws(Errno) in try ServiceNames.all(in: path) }
    for entry in entries ?? [] where !names.contains(entry.copiedBytes) { names.append(entry.copiedBytes) }
    return (names, others)
  }

  private static func lines(of path: Path) -> [[UInt8]] {
    guard let file = try? path.withCString({ (path) throws(Errno) in try FileDescriptor.read(path) }),
      let size = (try? FileStatus(of: file))?.size, let bytes = LogFiles.read(file, from: 0, to: size)
    else { return [] }
    return LogFiles.split(bytes)
  }
}
