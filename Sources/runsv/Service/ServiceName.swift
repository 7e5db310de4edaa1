import CLibc
import RunitCore
import Unix

/// What a service is called, and where its siblings are: both follow from how `runsv` was told its directory, not from
/// where a symbolic link leads.
enum ServiceName {
  typealias Buffer = CStringBuffer<256>

  /// Opens the directory that holds the service's entry, before it is entered. `nil` when that can't be had: a service
  /// with dependencies then waits, and says why.
  ///
  /// - Throws: what the kernel is short of, which would make it wait for ever.
  static func openSiblings(of directory: CString) throws(Errno) -> FileDescriptor? {
    try ifAnswered { () throws(Errno) in try openParent(of: directory) } ?? nil
  }

  private static func openParent(of directory: CString) throws(Errno) -> FileDescriptor? {
    let path = withoutTrailingSlashes(directory.bytes)
    let start = lastComponent(path)
    let component = path.extracting(start...)
    if component.equals(".") || component.equals("..") { return try open(path, "/..") }
    return start == 0 ? try FileDescriptor.directory(".") : try open(path.extracting(..<start), "")
  }

  // A path takes a page of stack, which is not to be touched where there is no need: here and below, out of line.
  @inline(never)
  private static func open(_ path: Span<UInt8>, _ rest: CString) throws(Errno) -> FileDescriptor? {
    var parent = PathBuffer()
    guard parent.append(path), parent.append(rest) else { return nil }
    return try parent.withCString { (parent) throws(Errno) in try FileDescriptor.directory(parent) }
  }

  /// The last component of `directory`; for `.` and the like that of the working directory, which it is by now.
  ///
  /// - Throws: what keeps the kernel from telling that.
  static func name(of directory: CString) throws(Errno) -> Buffer {
    let path = withoutTrailingSlashes(directory.bytes)
    let component = path.extracting(lastComponent(path)...)
    var name = Buffer()
    guard component.isEmpty || component.equals(".") || component.equals("..") else {
      _ = name.append(component)
      return name
    }
    try ifAnswered { () throws(Errno) in try appendWorkingDirectory(to: &name) }
    return name
  }

  @inline(never)
  private static func appendWorkingDirectory(to name: inout Buffer) throws(Errno) {
    let working = try FileSystem.workingDirectory()
    working.withCString { _ = name.append($0.lastComponent) }
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
