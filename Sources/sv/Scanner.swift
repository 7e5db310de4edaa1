import RunitCore
import Unix

/// Looks for the `runsvdir` of a directory among all processes.
enum Scanner {
  /// The `runsvdir` that watches the directory `root`. Where /proc can't be read, there may be one for all we know.
  static func find(_ root: CString) -> ServiceFacts.Scanner {
    guard let directory = Path(root).identity, var processes = try? Directory("/proc") else { return .running }
    while let name = (try? processes.next()) ?? nil {
      guard name[0].isDigit, watches(directory, process: name) else { continue }
      let stat = Path("/proc/", name, "/stat").content() ?? []
      return ProcessStat.isStopped(stat.span) ? .stopped(process: Path(name).copiedBytes) : .running
    }
    return .none
  }

  /// Whether there is one, for all we know.
  static func watches(_ root: CString) -> Bool { if case .none = find(root) { false } else { true } }

  /// The arguments have a NUL each behind them; the process title of runsvdir is the last one.
  private static func watches(_ directory: FileStatus.Identity, process: CString) -> Bool {
    let line = Path("/proc/", process, "/cmdline").content() ?? []
    var arguments = line.pieces(between: 0)
    guard Path(arguments.removeFirst()).name.span.equals("runsvdir") else { return false }
    for argument in arguments where !argument.isEmpty {
      let isAbsolute = argument[0] == UInt8(ascii: "/")
      let path = isAbsolute ? Path(argument) : Path("/proc/", process, "/cwd/").joined(Path(argument))
      if path.identity == directory { return true }
    }
    return false
  }
}
