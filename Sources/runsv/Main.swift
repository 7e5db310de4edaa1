import Console
import RunitCore
import Unix

/// The exit codes of `runsv`; a fourth, of an essential service that has ended, is ``ServiceMachine/essentialEndedCode``.
enum ExitCode {
  static let usage: CInt = 1
  static let failure: CInt = 111
}

@c(runsv_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  let previousMask = Supervisor.blockedSignals.block()
  let arguments = unsafe Arguments(argc, argv)
  guard arguments.count == 2, let directory = arguments[1] else {
    printUsage(arguments.programName, " dir")
    return ExitCode.usage
  }
  if printStandardAnswer(to: directory, program: "runsv", synopsis: " dir", version: CString(versionText)) { return 0 }
  StandardStream.reserve()
  let reporter = Reporter("runsv", about: directory)
  do throws(Failure) {
    return try Supervisor.supervise(directory, arguments, reporter, previousMask: previousMask)
  } catch {
    reporter.report(.fatal, error)
    return ExitCode.failure
  }
}
