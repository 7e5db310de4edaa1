import Console
import RunitCore
import Unix

/// What `sv enable` and `sv disable` say, line by line as runit's commands do.
struct LinkReport: ~Copyable {
  private var output = Output(to: .output)
  var failures: UInt = 0

  mutating func succeed(_ name: Path, _ text: CString) { say("ok: ", name, text) }

  mutating func warn(_ name: Path, _ text: CString) { say("warning: ", name, text) }

  mutating func expire(_ name: Path, _ text: CString, _ process: UInt32? = nil) {
    failures += 1
    say("timeout: ", name, text, process)
  }

  @inline(never)
  mutating func fail(_ link: ServiceLink, _ problem: ServiceLink.Problem) {
    failures += 1
    output.append("fail: ")
    output.append(printable: link.name)
    output.append(": ")
    output.append(problem.text)
    output.append(printable: problem.object)
    if let reason = problem.reason {
      output.append(": ")
      output.append(reason.text)
    }
    output.append("\n")
    guard Terminal.isPerson(.output) else { return }
    output.append(link.source.exists ? "Next: sv lint " : "Next: sv list -a; what is not there can't be enabled: ")
    output.append(printable: link.source)
    output.append("\n")
  }

  @inline(never)
  private mutating func say(_ outcome: CString, _ name: Path, _ text: CString, _ process: UInt32? = nil) {
    output.append(outcome)
    output.append(printable: name)
    output.append(": ")
    output.append(text)
    if let process { output.append(decimal: UInt64(process)) }
    output.append("\n")
  }

  mutating func flush() { output.flush() }

  /// Prints what is left, and returns the exit code.
  @inline(never)
  mutating func finish() -> CInt {
    output.flush()
    return CInt(min(failures, 99))
  }
}
