import CLibc
import RunitCore
import Unix

/// The names of the services in a directory.
enum ServiceNames {
  /// All names that do not begin with a dot, in order. What they lead to may be no directory.
  static func all(in directory: CString) throws(Errno) -> [Path] {
    var names: [Path] = []
    var entries = try Directory(directory)
    while let name = try entries.next() {
      if name[0] != UInt8(ascii: ".") { names.append(Path(name)) }
    }
    names.sort { $0.precedes($1) }
    return names
  }

  /// What `--all` adds: the service directories in `source` that no name in `services` leads to.
  static func disabled(in source: CString, except services: CString) throws(Errno) -> [Path] {
    var enabled: [FileStatus.Identity] = []
    for name in try all(in: services) {
      if let status = try? Path(services, "/").joined(name).withCString({ (path) throws(Errno) in try FileStatus(path) }
      ) {
        enabled.append(status.identity)
      }
    }
    var names: [Path] = []
    for name in try all(in: source) {
      let path = Path(source, "/").joined(name)
      guard let status = try? path.withCString({ (path) throws(Errno) in try FileStatus(path) }) else { continue }
      if status.kind == .directory, !enabled.contains(status.identity) { names.append(name) }
    }
    return names
  }
}

extension Path {
  /// The whole path of the directory `path`, without links and dots.
  static func ofDirectory(_ path: CString) throws(Errno) -> Path {
    let directory = try FileDescriptor.open(path, O_PATH | O_DIRECTORY)
    var number = TextBuffer<20>()
    number.append(decimal: UInt64(directory.rawValue))
    var link = Path("/proc/self/fd/")
    link.append(number.span)
    let target = try link.withCString { (link) throws(Errno) in try FileSystem.readLink(link) }
    return target.withCString { Path($0) }
  }

  /// The path with `name` behind it.
  func joined(_ name: Path) -> Path {
    var path = self
    name.withCString { path.append($0) }
    return path
  }

  /// The path of an entry beside this one, which has a slash in it. Links are not followed: the neighbours of a service
  /// are where its link is.
  func sibling(_ name: Span<UInt8>) -> Path {
    var bytes = copiedBytes
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    let end = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    var path = Path(end > 0 && (bytes[0] == UInt8(ascii: "/") || bytes[0] == UInt8(ascii: ".")) ? "" : "./")
    path.append(bytes.span.extracting(..<end))
    path.append(name)
    return path
  }

  /// Whether it comes first in the order of bytes.
  func precedes(_ other: Path) -> Bool {
    withCString { left in other.withCString { right in left.compare(right) < 0 } }
  }

  /// The bytes of the path.
  var copiedBytes: [UInt8] {
    withCString { path in
      var collector = ByteCollector()
      collector.append(path.bytes)
      return collector.bytes
    }
  }
}
