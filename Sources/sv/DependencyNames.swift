import RunitCore
import Unix

/// The names in `dependencies` and `dependencies.d` of a service directory.
enum DependencyNames {
  /// All names that the service at `path` needs, and the lines that are none.
  @inline(never)
  static func read(_ path: Path) -> (names: [[UInt8]], others: [[UInt8]]) {
    var names: [[UInt8]] = []
    var others: [[UInt8]] = []
    let lines = LogFiles.split(path.joined("/dependencies").content() ?? [])
    for line in lines {
      let name = [UInt8](copying: line.span.trimmed)
      guard let first = name.first, first != UInt8(ascii: "#") else { continue }
      if isName(name) { names.append(name) } else { others.append(name) }
    }
    // Most services have no such directory.
    for entry in path.joined("/dependencies.d").entries ?? [] {
      let name = entry.copiedBytes
      if !names.contains(name) { names.append(name) }
    }
    return (names, others)
  }

  private static func isName(_ name: [UInt8]) -> Bool {
    name[0] != UInt8(ascii: ".") && name.count < 256 && name.allSatisfy { $0 != UInt8(ascii: "/") && $0 != 0 }
  }
}
