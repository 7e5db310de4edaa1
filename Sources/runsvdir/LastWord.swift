import CLibc
import Console
import RunitCore
import Unix

/// Says why a tree ends, on standard error and where Kubernetes looks for it.
struct LastWord {
  private static let terminationLog: CString = "/dev/termination-log"

  let reporter: Reporter

  /// Says how the essential service or the main program `name` ended.
  func say(_ kind: CString, _ name: CString, _ ending: ServiceDetail.LastExit) {
    var text = TextBuffer<32>()
    ending.write(to: &text)
    var ending = PathBuffer()
    _ = ending.append(text.span)
    ending.withCString { say(": info: ", kind, " ", name, " ended: ", $0) }
  }

  /// Says that the main program `name` did not even begin.
  func say(unableToStart name: CString, _ reason: Errno) {
    say(": warning: unable to start ", name, ": ", reason.text)
  }

  /// Says that `signal` ends the tree.
  func say(endedBy signal: Signal) {
    var text = TextBuffer<16>()
    SignalName.write(UInt8(signal.rawValue), to: &text)
    var name = CStringBuffer<16>()
    _ = name.append(text.span)
    name.withCString { say(": info: tree ended by signal ", $0) }
  }

  private func say(_ words: CString...) {
    var line = Complaint()
    for piece in [reporter.program, " ", reporter.subject ?? ""] + words + ["\n"] { line.append(piece) }
    line.write()
    // Nobody else makes this file: where it is missing, nobody reads it.
    if let log = try? FileDescriptor.open(Self.terminationLog, O_WRONLY | O_APPEND) { line.write(to: log) }
  }
}
