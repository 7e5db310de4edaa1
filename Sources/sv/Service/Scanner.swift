import RunitCore
import Unix

/// Looks for the `runsvdir` of a directory among all processes.
enum Scanner {
  /// The `runsvdir` that watches the directory `root`. Where /proc can't be read, there may be one for all we know.
  static func find(_ root: CString) -> ServiceFacts.Scanner {
    do throws(Errno) {
      guard let process = try process(watching: root) else { return .none }
      let stat = Path("/proc/").joined(process).joined("/stat").content() ?? []
      return ProcessStat.isStopped(stat.span) ? .stopped(process: process.copiedBytes) : .running
    } catch {
      return .running
    }
  }

  /// Whether there is one, for all we know.
  static func watches(_ root: CString) -> Bool { if case .none = find(root) { false } else { true } }

  /// The number of the `runsvdir` that watches the directory `root`.
  static func process(watching root: CString) throws(Errno) -> Path? {
    let directory = try FileStatus(root).identity
    return try ProcessList.first { process, arguments in
      isRunsvdir(arguments) && arguments.dropFirst().contains { identity(of: $0, to: process) == directory }
    }
  }

  private static func isRunsvdir(_ arguments: [[UInt8]]) -> Bool {
    Path(arguments[0]).name.span.equals("runsvdir")
  }

  /// Which directory `argument` means to a process. The title of runsvdir is an argument too.
  private static func identity(of argument: [UInt8], to process: CString) -> FileStatus.Identity? {
    guard let first = argument.first else { return nil }
    let isAbsolute = first == UInt8(ascii: "/")
    return (isAbsolute ? Path(argument) : Path("/proc/", process, "/cwd/").joined(Path(argument))).identity
  }
}
