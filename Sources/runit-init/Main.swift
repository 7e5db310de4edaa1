import Console
import RunitCore
import Unix

/// The exit codes of `runit-init` and of its other names.
enum ExitCode {
  static let success: CInt = 0
  /// Of the other names: runit-init itself exits 0 after a usage text, and always has.
  static let usage: CInt = 1
  static let failure: CInt = 111
}

@c(runit_init_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  let arguments = unsafe Arguments(argc, argv)
  do throws(Failure) {
    guard Process.id != 1 else { throw becomeRunit() }
    guard let command = PowerCommand(name: arguments.programName.lastComponent) else { return try runLevel(arguments) }
    return try command.run(arguments)
  } catch {
    Reporter("init").report(.fatal, error)
    return ExitCode.failure
  }
}

/// What the kernel starts as process 1 makes room for runit. The kernel's arguments are meant for nobody.
private func becomeRunit() -> Failure {
  Failure("unable to start runit", nil, Process.become("/sbin/runit", named: "runit"))
}

/// `runit-init 0` and `runit-init 6`: the first character counts.
private func runLevel(_ arguments: Arguments) throws(Failure) -> CInt {
  let word = arguments[1] ?? ""
  switch word[0] {
  case UInt8(ascii: "0"): try StopRequest.powerOff.send()
  case UInt8(ascii: "6"): try StopRequest.reboot.send()
  default:
    if printStandardAnswer(to: word, program: "runit-init", synopsis: " 0|6", version: CString(versionText)) { break }
    if word.bytes.hasPrefix("-V") {
      var line = Complaint()
      line.append("runit-init")
      line.append(CString(versionText))
      line.append("\n")
      line.write()
    }
    printUsage(arguments.programName, " 0|6")
  }
  return ExitCode.success
}
