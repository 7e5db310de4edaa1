import Console
import RunitCore
import Unix

/// How `chpst` itself ends; otherwise its end is the program's.
enum ExitCode: CInt {
  case success = 0
  case usage = 100
  case failure = 111
}

@c(chpst_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  let arguments = unsafe Arguments(argc, argv)
  var reader = OptionReader(arguments)
  do throws(Refusal) {
    let program = try reader.read()
    return launch(program, reader.options).rawValue
  } catch {
    return error.answer(arguments.programName, reader.options.name).rawValue
  }
}

/// Runs `program` as `options` say; returns only when that failed.
private func launch(_ program: Arguments, _ options: LaunchOptions<CString>) -> ExitCode {
  var launch = Launch(program, options)
  do throws(Failure) {
    try launch.run()
  } catch {
    if options.failsQuietly { return .success }
    Reporter("chpst").report(.fatal, error)
    return .failure
  }
}
