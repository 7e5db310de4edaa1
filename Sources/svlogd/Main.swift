import Console
import RunitCore
import Unix

/// The exit codes of `svlogd`.
enum ExitCode {
  static let success: CInt = 0
  /// Of wrong usage as well.
  static let failure: CInt = 111
}

/// What `svlogd` has to say to people.
var voice: Reporter { Reporter("svlogd") }

@c(svlogd_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  let arguments = unsafe Arguments(argc, argv)
  let synopsis: CString = " [-ttv] [-r c] [-R abc] [-l len] [-b buflen] dir ..."
  if printStandardAnswer(to: arguments[1], program: "svlogd", synopsis: synopsis, version: CString(versionText)) {
    return ExitCode.success
  }
  guard let options = Options(arguments) else {
    printUsage(arguments.programName, synopsis)
    return ExitCode.failure
  }
  StandardStream.reserve()
  do throws(Failure) {
    let logger = try Logger(options)
    try logger.run()
    return ExitCode.success
  } catch {
    voice.report(.fatal, error)
    return ExitCode.failure
  }
}
