import Console
import RunitCore
import Unix

/// The exit codes of `utmpset`.
enum ExitCode {
  static let success: CInt = 0
  static let usage: CInt = 1
  static let failure: CInt = 111
}

@c(utmpset_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  let arguments = unsafe Arguments(argc, argv)
  let synopsis: CString = " [-w] line"
  if printStandardAnswer(to: arguments[1], program: "utmpset", synopsis: synopsis, version: CString(versionText)) {
    return ExitCode.success
  }
  guard let options = Options(arguments) else {
    printUsage(arguments.programName, synopsis)
    return ExitCode.usage
  }
  let reporter = Reporter("utmpset")
  do throws(Failure) {
    if try LoginAccounting.logout(from: options.line) {
      if options.writesWtmp { try LoginAccounting.recordLogout(from: options.line) }
      return ExitCode.success
    }
    var object = PathBuffer()
    _ = object.append(options.line) && object.append(" in utmp: no such entry")
    object.withCString { reporter.warn("unable to logout line", $0) }
  } catch {
    reporter.report(.fatal, error)
  }
  return ExitCode.failure
}
