import RunitCore
import Unix

extension ProcessOne {
  /// `- runit: runit (runit-swift) 0.1.0: booting.`
  func announce() {
    let version = TextBuffer<64>(versionText)
    var line = TextBuffer<128>("- runit: runit")
    line.append(version.span.firstLine)
    line.append(": booting.\n")
    try? StandardStream.error.writeAll(line.span)  // without a console there is nobody to tell
  }

  func say(_ notice: BootNotice) {
    let path = notice.script.map { CString($0.path) }
    if notice.isWarning { Self.reporter.warn(notice.text, path) } else { say(notice.text, path) }
  }

  func say(_ text: StaticString, _ object: CString? = nil) {
    var line = Complaint()
    line.append(Self.reporter.program)
    line.append(": ")
    line.append(CString(text))
    if let object {
      line.append(" ")
      line.append(object)
    }
    line.append("\n")
    line.write()
  }
}
