import RunitCore
import Unix

/// All processes of the machine, as /proc shows them.
enum ProcessList {
  /// The number of the first process for which `fits` returns true, which is given its number and its command line.
  ///
  /// - Throws: what keeps us from looking. A process that ends meanwhile does not.
  @inline(never)
  static func first(where fits: (CString, [[UInt8]]) -> Bool) throws(Errno) -> Path? {
    var processes = try Directory("/proc")
    while let name = try processes.next() {
      guard name[0].isDigit else { continue }
      if fits(name, try arguments(of: name)) { return Path(name) }
    }
    return nil
  }

  /// The command line of a process; a lone empty argument when it has none, or is gone.
  private static func arguments(of process: CString) throws(Errno) -> [[UInt8]] {
    let path = Path("/proc/", process, "/cmdline")
    do throws(Errno) {
      let file = try path.withCString { (path) throws(Errno) in try FileDescriptor.read(path) }
      // Each argument has a NUL behind it.
      return (LogFiles.read(file, from: 0, to: 4096) ?? []).pieces(between: 0)
    } catch {
      if error.isNoAnswer { throw error }
      return [[]]
    }
  }
}
