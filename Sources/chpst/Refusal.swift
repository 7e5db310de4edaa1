import Console
import RunitCore
import Unix

/// Why no program is run: the command line asks for something else, or for nothing that can be understood.
enum Refusal: Error {
  case help
  case version
  /// `-V`: runit prints its version on standard error and then treats the command line as wrong.
  case versionAndUsage
  case usage
  case unknownOption(CString)
  case missingValue(CString)
  case wrongValue(option: CString, value: CString)
  /// An option about an account, and no account.
  case lackingAccount

  /// Says it to the person who called `program`, which goes by `name`.
  func answer(_ program: CString, _ name: LaunchName) -> ExitCode {
    switch self {
    case .help:
      printHelp(program, name)
      return .success
    case .version:
      printVersion(program, to: .output)
      return .success
    case .versionAndUsage: printVersion(program, to: .error)
    case .usage: break
    case .unknownOption(let option): complain(program, "illegal option", option)
    case .missingValue(let option): complain(program, "option requires an argument", option)
    case .wrongValue(let option, let value): complain(program, "illegal value", option, value)
    case .lackingAccount: complain(program, "option requires the option -u", "init-groups or login-env")
    }
    printUsage(program.withoutPrefix, CString(name.synopsis))
    return .usage
  }

  /// Prints `program: problem -- option` and the value in question, if any.
  private func complain(_ program: CString, _ problem: CString, _ option: CString, _ value: CString? = nil) {
    var line = Complaint()
    line.append(program.lastComponent)
    line.append(": ")
    line.append(problem)
    line.append(" -- ")
    line.append(option)
    if let value {
      line.append(": ")
      line.append(value)
    }
    line.append("\n")
    line.write()
  }
}

extension CString {
  /// The name in usage texts: the last component, without the `d` in front of it that distributions add.
  var withoutPrefix: CString {
    let name = lastComponent
    return name.dropFirst(name.count - LaunchName.withoutPrefix(name.bytes).count)
  }
}
