import RunitCore
import Unix

/// Looks for the `runsvdir` of a directory among all processes.
enum Scanner {
  /// Whether some `runsvdir` watches the directory `root`. Where /proc can't be read, there may be one for all we know.
  static func watches(_ root: CString) -> Bool {
    guard let directory = try? FileStatus(root), var processes = try? Directory("/proc") else { return true }
    while let name = (try? processes.next()) ?? nil {
      guard name[0].isDigit, let line = try? commandLine(of: name) else { continue }
      if watches(directory.identity, process: name, line) { return true }
    }
    return false
  }

  /// The start of the arguments, each with a NUL behind it; the process title of runsvdir is its last one.
  private static func commandLine(of process: CString) throws(Errno) -> [UInt8] {
    let file = try Path("/proc/", process, "/cmdline").withCString { (path) throws(Errno) in
      try FileDescriptor.read(path)
    }
    var bytes = [UInt8](repeating: 0, count: 4096)
    var span = bytes.mutableSpan
    let count = try file.read(into: &span)
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  private static func watches(_ directory: FileStatus.Identity, process: CString, _ line: [UInt8]) -> Bool {
    var isProgram = true
    for argument in line.split(separator: 0) {
      var path = Path("")
      path.append(Array(argument).span)
      if isProgram {
        guard path.withCString({ $0.lastComponent == "runsvdir" }) else { return false }
        isProgram = false
      } else {
        let isAbsolute = argument.first == UInt8(ascii: "/")
        let whole = isAbsolute ? path : Path("/proc/", process, "/cwd/").joined(path)
        let status = try? whole.withCString { (path) throws(Errno) in try FileStatus(path) }
        if status?.identity == directory { return true }
      }
    }
    return false
  }
}
