import CLibc
import RunitCore
import Unix

/// `sv log`: the last lines of services' logs, and what is added to them.
struct LogVerb {
  private static var synopsis: StaticString { "log [-f] [-n lines] service ..." }
  private static var usualCount: UInt64 { 20 }
  /// More lines than that nobody reads.
  private static var largestCount: UInt64 { 1_000_000_000 }
  /// A safety net under the kernel's news.
  private static var slowPause: Int32 { 1000 }

  private let root: CString
  private let names: [CString]
  private let follows: Bool
  private let count: Int

  init(_ invocation: Invocation) throws(VerbProblem) {
    var follows = false
    var count: CString?
    let words = try VerbWords(invocation.operands, plain: "f", valued: "n", synopsis: Self.synopsis) { option in
      switch option {
      case .letter: follows = true
      case .value(_, let value): count = value
      case .long: return false
      }
      return true
    }
    guard !words.operands.isEmpty else { throw .usage(Self.synopsis) }
    root = invocation.root
    names = words.operands
    self.follows = follows
    guard let number = count.map({ Decimal.parse($0.bytes) }) ?? Self.usualCount else {
      throw .usage(Self.synopsis)
    }
    self.count = Int(min(number, Self.largestCount))
  }

  func run() -> CInt {
    var directory = ServiceDirectory(in: ServicesDirectory(root))
    var logs: [LogFollower] = []
    for name in names { if let log = find(name, &directory) { logs.append(log) } }
    var printer = LogPrinter(namesServices: names.count > 1)
    printLast(logs, &printer)
    printer.flush()
    if follows, !logs.isEmpty { follow(logs, &printer) }
    return CInt(min(names.count - logs.count, 99))
  }

  private func find(_ name: CString, _ service: inout ServiceDirectory) -> LogFollower? {
    var output = Output(to: .output)
    output.append("fail: ")
    output.append(name)
    do throws(ServiceProblem) {
      try service.find(name)
      guard service.exists else { throw .noDirectory(.noSuchFile) }
      if let directory = LogDirectory.find(&service) { return LogFollower(name, in: directory) }
      if service.hasLog {
        output.append(": its log service writes no file that is to be found here\n")
      } else {
        output.append(": no log service: what it prints goes where that of its runsv goes. For a log make ")
        service.wholePath.withCString { output.append($0) }
        output.append("/log/run, which executes svlogd -t ./main\n")
      }
    } catch {
      output.append(": unable to change to service directory: file does not exist\n")
    }
    output.flush()
    return nil
  }

  /// Prints the last lines, those of several logs in the order of their time stamps.
  private func printLast(_ logs: [LogFollower], _ printer: inout LogPrinter) {
    var lines: [(moment: TAI64N, log: Int, text: [UInt8])] = []
    for (index, log) in logs.enumerated() {
      var moment = TAI64N(seconds: 0, nanoseconds: 0)
      for text in log.lastLines(count) {
        // A line without a stamp belongs to the one before.
        if let stamp = LogLine.stamp(of: text.span) { moment = stamp.moment }
        lines.append((moment, index, text))
      }
    }
    // A stable sort: lines of one log stay in their order.
    let order = lines.indices.sorted { left, right in
      lines[left].moment == lines[right].moment ? left < right : lines[left].moment < lines[right].moment
    }
    for index in order.suffix(count) { printer.print(lines[index].text, of: logs[lines[index].log].service) }
  }

  private func follow(_ logs: [LogFollower], _ printer: inout LogPrinter) {
    var watch: FileWatch?
    // Without inotify, the slow look has to do.
    watch = try? FileWatch()
    for log in logs {
      _ = try? log.path.withCString { (path) throws(Errno) in try watch?.add(path, [.modifications, .entries]) }
    }
    while true {
      for log in logs { for line in log.next() { printer.print(line, of: log.service) } }
      printer.flush()
      var entries: InlineArray<1, PollEntry> = [PollEntry(reading: watch?.rawValue ?? -1)]
      try? entries.wait(timeoutMilliseconds: Self.slowPause)
      watch?.discard()
    }
  }
}
