import Console
import RunitCore
import Unix

/// Messages about files of a directory.
extension LogDirectory {
  /// Says `svlogd: SEVERITY: ACTION DIR`, and what follows the directory at once.
  func report(_ severity: Reporter.Severity, _ action: CString, _ rest: Span<UInt8>) {
    var text = PathBuffer()
    // A name too long to be a path can't be that of an open directory.
    guard text.append(name), text.append(rest) else { return }
    text.withCString { text in voice.report(severity, Failure(action, text)) }
  }

  func report(_ severity: Reporter.Severity, _ action: CString, _ archive: ArchiveName) {
    var rest = TextBuffer<32>("/")
    rest.append(archive.span)
    report(severity, action, rest.span)
  }

  func info(_ action: CString, _ rest: Span<UInt8>) { if options.isVerbose { report(.info, action, rest) } }

  func info(_ action: CString, _ file: CString = "") { info(action, file.bytes) }

  func info(_ action: CString, _ archive: ArchiveName) {
    if options.isVerbose { report(.info, action, archive) }
  }
}
