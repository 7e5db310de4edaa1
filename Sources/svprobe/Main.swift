import CLibc
import Console
import RunitCore
import Unix

/// The exit codes of `svprobe`.
enum ExitCode {
  static let ready: CInt = 0
  static let notReady: CInt = 1
  static let usage: CInt = 100
  static let trouble: CInt = 111
}

private let synopsis: CString = " [-t ms] tcp host:port | http url | unix path"

@c(svprobe_main)
func main(argc: CInt, argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  let arguments = unsafe Arguments(argc, argv)
  Signal.brokenPipe.setIgnored(true)
  var milliseconds: Int64 = 1_000
  var options = OptionParser(plain: "", valued: "t", count: arguments.count)
  while true {
    switch options.next({ arguments[$0]?[$1] ?? 0 }) {
    case .value(_, let word, let offset):
      guard let text = arguments[word]?.dropFirst(offset), let number = Decimal.parse(text.bytes), number > 0,
        let value = Int32(exactly: number)
      else { return usage(arguments) }
      milliseconds = Int64(value)
    case .long(let word): return standardAnswer(to: arguments[word] ?? "") ?? usage(arguments)
    case .option, .unknown, .missingValue: return usage(arguments)
    case .end(let operands):
      guard arguments.count == operands + 2, let kind = arguments[operands], let target = arguments[operands + 1] else {
        return usage(arguments)
      }
      return probe(kind, target, milliseconds, arguments)
    }
  }
}

private func probe(_ kind: CString, _ target: CString, _ milliseconds: Int64, _ arguments: Arguments) -> CInt {
  let deadline = Clock.monotonic + milliseconds * 1_000_000
  do throws(Failure) {
    if kind == "tcp" { return try Probe.tcp(target, until: deadline) ? ExitCode.ready : ExitCode.notReady }
    if kind == "http" { return try Probe.http(target, until: deadline) ? ExitCode.ready : ExitCode.notReady }
    if kind == "unix" { return try Probe.unix(target, until: deadline) ? ExitCode.ready : ExitCode.notReady }
    return usage(arguments)
  } catch {
    Reporter("svprobe").report(.fatal, error)
    return ExitCode.trouble
  }
}

private func usage(_ arguments: Arguments) -> CInt {
  printUsage(arguments.programName.lastComponent, synopsis)
  return ExitCode.usage
}

/// Answers `--help` and `--version`.
private func standardAnswer(to argument: CString) -> CInt? {
  var line = Complaint()
  if argument == "--version" {
    line.append("svprobe")
    line.append(CString(versionText))
  } else if argument == "--help" {
    line.append("usage: svprobe")
    line.append(synopsis)
    line.append("\n")
  } else {
    return nil
  }
  line.write(to: .output)
  return 0
}
