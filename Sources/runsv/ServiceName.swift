import CLibc
import RunitCore
import Unix

/// What a service is called, and where its siblings are: both follow from how `runsv` was told its directory, not from
/// where a symbolic link leads.
enum ServiceName {
  typealias Buffer = CStringBuffer<256>

  /// Opens the directory that holds the service's entry, before it is entered. `nil` when that can't be had: a service
  /// with dependencies then waits, and says why.
  static func openSiblings(of directory: CString) -> FileDescriptor? {
    let path = withoutTrailingSlashes(directory.bytes)
    let start = lastComponent(path)
    var parent = PathBuffer()
    let component = path.extracting(start...)
    if component.equals(".") || component.equals("..") {
      guard parent.append(path), parent.append("/..") else { return nil }
    } else if start == 0 {
      _ = parent.append(".")
    } else {
      _ = parent.append(path.extracting(..<start))
    }
    return parent.withCString { try? FileDescriptor.directory($0) }
  }

  /// The last component of `directory`; for `.` and the like that of the working directory, which it is by now.
  static func name(of directory: CString) -> Buffer {
    let path = withoutTrailingSlashes(directory.bytes)
    let component = path.extracting(lastComponent(path)...)
    var name = Buffer()
    guard component.isEmpty || component.equals(".") || component.equals("..") else {
      _ = name.append(component)
      return name
    }
    if let working = try? FileSystem.workingDirectory() {
      working.withCString { _ = name.append($0.lastComponent) }
    }
    return name
  }

  @_lifetime(copy path)
  private static func withoutTrailingSlashes(_ path: Span<UInt8>) -> Span<UInt8> {
    var end = path.count
    while end > 1, path[end - 1] == UInt8(ascii: "/") { end -= 1 }
    return path.extracting(..<end)
  }

  /// Where the last component of `path` starts.
  private static func lastComponent(_ path: Span<UInt8>) -> Int {
    var start = path.count
    while start > 0, path[start - 1] != UInt8(ascii: "/") { start -= 1 }
    return start
  }
}
