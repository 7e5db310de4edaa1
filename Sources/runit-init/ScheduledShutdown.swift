import Console
import RunitCore
import Unix

/// `shutdown`: waits in the foreground until its time has come. Whoever interrupts it has called it off.
struct ScheduledShutdown {
  private var request = StopRequest.powerOff
  private let time: ShutdownTime
  private let message: Arguments

  /// Returns `nil` for wrong usage.
  init?(_ arguments: Arguments) {
    var options = OptionParser(plain: "hHPr", valued: "", count: arguments.count)
    while true {
      switch options.next({ word, index in arguments[word]?[index] ?? 0 }) {
      case .option(UInt8(ascii: "r")): request = .reboot
      case .option: request = .powerOff
      case .end(let operands):
        guard let time = arguments[operands].flatMap({ ShutdownTime($0.bytes) }) else { return nil }
        self.time = time
        message = arguments.dropFirst(operands + 1)
        return
      case .long, .unknown, .value, .missingValue: return nil
      }
    }
  }

  func run() throws(Failure) {
    Signal.brokenPipe.setIgnored(true)  // whoever reads the announcement may go; the shutdown stays
    let seconds = time.secondsAhead(secondOfDay: Clock.localSecondOfDay)
    if seconds > 0 { announce(minutes: (seconds + 59) / 60) }
    if message.count > 0 { printMessage() }
    if seconds > 0 { Clock.sleep(seconds: seconds) }
    try request.send()
  }

  private func announce(minutes: Int) {
    var line = TextBuffer<64>("shutdown: ")
    line.append(request == .reboot ? "reboot" : "power off")
    line.append(" in ")
    line.append(decimal: UInt64(minutes))
    line.append(minutes == 1 ? " minute.\n" : " minutes.\n")
    try? StandardStream.error.writeAll(line.span)  // that nobody reads it is no reason to stop
  }

  private func printMessage() {
    for index in 0..<message.count {
      guard let word = message[index] else { continue }
      var piece = Complaint()
      if index > 0 { piece.append(" ") }
      piece.append(word)
      if index == message.count - 1 { piece.append("\n") }
      piece.write()
    }
  }
}
