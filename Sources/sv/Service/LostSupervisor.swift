import CLibc
import RunitCore
import Unix

/// The `runsv` of a service whose directory was deleted, or was replaced by another: no file of it can be found by its name.
enum LostSupervisor {
  /// The process that supervises `name` for the `runsvdir` of `root`, or works where `target` was; `nil` when there is none.
  static func find(_ name: Path, _ root: CString, _ target: Path) throws(Errno) -> UInt64? {
    let scanner = try Scanner.process(watching: root)?.number
    let place = target.joined(" (deleted)").copiedBytes
    let wanted = name.copiedBytes
    let process = try ProcessList.first { process, arguments in
      guard arguments.count > 1, Path(arguments[0]).name.span.equals("runsv"), arguments[1] == wanted else {
        return false
      }
      if let scanner, parent(of: process) == scanner { return true }
      return Path("/proc/", process, "/cwd").linkTarget?.copiedBytes == place
    }
    return process?.number
  }

  private static func parent(of process: CString) -> UInt64? {
    let stat = Path("/proc/", process, "/stat").content() ?? []
    return ProcessStat.parent(stat.span)
  }
}

extension Path {
  /// The number whose digits it is.
  fileprivate var number: UInt64? {
    let digits = copiedBytes
    return Decimal.parse(digits.span)
  }
}
