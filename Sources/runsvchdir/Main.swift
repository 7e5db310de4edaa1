import Console
import RunitCore
import Unix

/// The exit codes of `runsvchdir`.
enum ExitCode {
  static let success: CInt = 0
  static let usage: CInt = 1
  static let failure: CInt = 111
}

@c(runsvchdir_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  let arguments = unsafe Arguments(argc, argv)
  guard let name = arguments[1] else {
    printUsage(arguments.programName, " dir")
    return ExitCode.usage
  }
  if printStandardAnswer(to: name, program: "runsvchdir", synopsis: " dir", version: CString(versionText)) {
    return ExitCode.success
  }
  let program = arguments.programName
  do throws(ServicesDirectory.Problem) {
    let isChanged = try ServicesDirectory().change(to: name)
    printLine("runsvchdir: ", name, isChanged ? ": now current." : ": current.", to: .output)
    return ExitCode.success
  } catch {
    switch error {
    case .name(let reason): printLine(program, ": fatal: ", name, ": ", reason, to: .error)
    case .failure(let failure): Reporter(program).report(.fatal, failure)
    }
    return ExitCode.failure
  }
}

private func printLine(_ pieces: CString..., to stream: StandardStream) {
  var line = Complaint()
  for piece in pieces { line.append(piece) }
  line.append("\n")
  line.write(to: stream)
}
