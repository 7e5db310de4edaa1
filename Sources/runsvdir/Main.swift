import RunitCore
import Unix

/// The exit codes of `runsvdir`.
enum ExitCode {
  /// TERM: the services go on without us.
  static let terminated: CInt = 0
  static let usage: CInt = 1
  static let failure: CInt = 100
  /// HUP: every service is down.
  static let hungUp: CInt = 111
}

@c(runsvdir_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  let arguments = unsafe Arguments(argc, argv)
  let isAnswered = printStandardAnswer(
    to: arguments[1], program: "runsvdir", synopsis: Options.synopsis, version: versionText)
  if isAnswered { return 0 }
  guard let options = Options(arguments) else {
    printUsage(arguments.programName, Options.synopsis)
    return ExitCode.usage
  }
  let reporter = Reporter("runsvdir", about: options.directory)
  do throws(Failure) {
    var supervisor = try Supervisor(options, arguments, reporter)
    return supervisor.run()
  } catch {
    reporter.report(.fatal, error)
    return ExitCode.failure
  }
}
