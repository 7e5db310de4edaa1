public import CLibc

/// Processes that are not made by us but ended, signalled, asked for.
public enum Process {
  /// A child that has ended, and its wait status.
  public struct Ended {
    public let process: pid_t
    public let status: CInt
  }

  public static var id: pid_t { getpid() }

  /// No descriptor of this process may have this number or a higher one. The corresponding C function is `sysconf`.
  public static var descriptorLimit: Int { Int(sysconf(CInt(_SC_OPEN_MAX))) }

  /// Takes leave of one child that has ended; `nil` when none has. The corresponding C function is `waitpid` with
  /// `WNOHANG`.
  public static func reap() throws(Errno) -> Ended? {
    var status: CInt = 0
    let process = try attempt { unsafe waitpid(-1, &status, WNOHANG) }
    return process == 0 ? nil : Ended(process: process, status: status)
  }

  /// Ends this process at once, without ceremony.
  public static func exit(_ code: CInt) -> Never { _exit(code) }
}
