import Unix

/// The names of the services in a directory.
enum ServiceNames {
  /// All names that do not begin with a dot, in order. What they lead to may be no directory.
  static func all(in directory: CString) throws(Errno) -> [Path] {
    var names: [Path] = []
    var entries = try Directory(directory)
    while let name = try entries.next() {
      if name[0] != UInt8(ascii: ".") { names.insert(Path(name)) }
    }
    return names
  }

  /// What `-a` adds: the service directories in `source` that no name in `services` leads to; none where there is no
  /// such directory.
  static func disabled(in source: CString, except services: CString) -> [Path] {
    let services = Path(services)
    var enabled: [FileStatus.Identity] = []
    for name in services.entries ?? [] {
      if let identity = services.entry(name).identity { enabled.append(identity) }
    }
    var names: [Path] = []
    let source = Path(source)
    for name in source.entries ?? [] {
      let path = source.entry(name)
      guard path.kind == .directory, let identity = path.identity else { continue }
      if !enabled.contains(identity) { names.append(name) }
    }
    return names
  }
}

extension [Path] {
  /// Puts a path where it belongs, among others that are in order.
  @inline(never)
  fileprivate mutating func insert(_ path: Path) {
    var (start, end) = (0, count)
    while start < end {
      let middle = (start + end) / 2
      if self[middle].precedes(path) { start = middle + 1 } else { end = middle }
    }
    insert(path, at: start)
  }
}
