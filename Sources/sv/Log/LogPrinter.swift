import RunitCore
import Unix

/// Prints lines of logs for people: time stamps as the clock on the wall, and the service's name where there are several.
///
/// What is not text is shown as a question mark, on a terminal and elsewhere: a service must not write to the terminal of
/// its reader, and what is read through a pager ends there too.
struct LogPrinter: ~Copyable {
  private var output = Output(to: .output)
  private let namesServices: Bool

  init(namesServices: Bool) { self.namesServices = namesServices }

  mutating func print(_ line: [UInt8], of service: CString) {
    if namesServices {
      output.append(printable: service.bytes)
      output.append(": ")
    }
    var text = line.span
    if let (moment, length) = LogLine.stamp(of: text) {
      let local = Clock.local(moment.unixSeconds)
      let time = WallTime(
        year: UInt64(max(0, local.year)), month: UInt64(local.month), day: UInt64(local.day), hour: UInt64(local.hour),
        minute: UInt64(local.minute), second: UInt64(local.second))
      time.write(nanoseconds: moment.nanoseconds, to: &output)
      text = text.extracting(length...)
    }
    output.append(printable: text, keepsTabs: true)
    output.append("\n")
  }

  mutating func flush() { output.flush() }
}
