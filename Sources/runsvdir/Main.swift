import Console
import RunitCore
import Unix

/// The exit codes of `runsvdir`, save those that ``TreeMachine`` decides about.
enum ExitCode {
  static let usage: CInt = 1
  static let failure: CInt = 100
}

@c(runsvdir_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  var upgrade = SignalSet()
  upgrade.insert(.user1)
  let previousMask = upgrade.block()  // before anything else: USR1 would end this program
  let arguments = unsafe Arguments(argc, argv)
  let isAnswered = printStandardAnswer(
    to: arguments[1], program: "runsvdir", synopsis: Options.wholeSynopsis, version: CString(versionText))
  if isAnswered { return 0 }
  guard let options = Options(arguments) else {
    printUsage(arguments.programName, Options.synopsis)
    return ExitCode.usage
  }
  StandardStream.reserve()
  forgetServiceManager()
  let reporter = Reporter("runsvdir", about: options.directory)
  do throws(Failure) {
    var supervisor = try Supervisor(
      options, arguments, reporter, Upgrade.receiveState(reporter), previousMask: previousMask)
    return supervisor.run()
  } catch {
    reporter.report(.fatal, error)
    return ExitCode.failure
  }
}

/// Removes what the service manager that started `runsvdir` has told it alone: a service would take the notification
/// socket, the watchdog and the descriptors of `runsvdir` for its own.
private func forgetServiceManager() {
  let names: InlineArray<7, CString> = [
    "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "LISTEN_PIDFDID",
  ]
  for index in names.indices {
    while Environment.take(names[index]) != nil {}
  }
}
