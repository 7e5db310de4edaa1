import CLibc
import RunitCore
import Unix

/// Where `runsv` keeps its files when `supervise` can't be made: `/run/runit/supervise.NAME`, with `-log` for the log.
enum FallbackDirectory {
  /// The place for the service directory `path`.
  static func path(for path: CString) throws(Errno) -> Path {
    let name = path.bytes.extracting(lastComponents(of: path.bytes).last)
    if !name.isEmpty, !name.equals("."), !name.equals("..") { return place(for: path.bytes) }
    // Such a name is one only as a whole path.
    return try Path.ofDirectory(path).withCString { place(for: $0.bytes) }
  }

  private static func place(for path: Span<UInt8>) -> Path {
    let (parent, last) = lastComponents(of: path)
    let isLog = path.extracting(last).equals("log") && !parent.isEmpty
    var place = Path("/run/runit/supervise.")
    place.append(path.extracting(isLog ? parent : last))
    if isLog { place.append("-log") }
    return place
  }

  /// The last two names in `path`; slashes at its end don't count.
  private static func lastComponents(of path: Span<UInt8>) -> (parent: Range<Int>, last: Range<Int>) {
    let last = component(of: path, before: path.count)
    return (component(of: path, before: last.lowerBound), last)
  }

  private static func component(of path: Span<UInt8>, before limit: Int) -> Range<Int> {
    var end = limit
    while end > 0, path[end - 1] == UInt8(ascii: "/") { end -= 1 }
    var start = end
    while start > 0, path[start - 1] != UInt8(ascii: "/") { start -= 1 }
    return start..<end
  }
}
