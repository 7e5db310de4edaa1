import Console
import RunitCore
import Unix

extension ProcessOne {
  /// `- runit: runit (runit-swift) 0.1.0: booting.`
  func announce() {
    let version = TextBuffer<64>(Literal(versionText))
    var line = TextBuffer<128>("- runit: runit")
    line.append(version.span.firstLine)
    line.append(": booting.\n")
    try? StandardStream.error.writeAll(line.span)  // without a console there is nobody to tell
  }

  func say(_ notice: BootNotice) {
    let path = notice.script.map { CString($0.path) }
    let text = CString(notice.text)
    if notice.isWarning { Self.reporter.warn(text, path) } else { say(text, path) }
  }

  func say(_ text: CString, _ object: CString? = nil) {
    var line = Complaint()
    line.append(Self.reporter.program)
    line.append(": ")
    line.append(text)
    if let object {
      line.append(" ")
      line.append(object)
    }
    line.append("\n")
    line.write()
  }
}
