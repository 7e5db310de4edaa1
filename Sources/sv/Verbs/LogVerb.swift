import CLibc
import Console
import RunitCore
import Unix

/// `sv log`: the last lines of services' logs, and what is added to them.
struct LogVerb {
  private static var synopsis: CString { "log [-f] [-n lines] service ..." }
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
    let words = try VerbWords(invocation.operands, .init(plain: "f", valued: "n"), synopsis: Self.synopsis)
    guard !words.operands.isEmpty else { throw .usage(Self.synopsis) }
    root = invocation.root
    names = words.operands
    follows = words.hasPlain
    guard let number = words.value.map({ Decimal.parse($0.bytes) }) ?? Self.usualCount else {
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
    output.append(printable: name.bytes)
    do throws(ServiceProblem) {
      try service.find(name)
      guard service.exists else { throw .noDirectory(.noSuchFile) }
      if let directory = LogDirectory.find(&service) { return try LogFollower(name, in: directory) }
      if service.hasLog {
        output.append(": its log service writes no file that is to be found here\n")
      } else {
        output.append(": no log service: what it prints goes where that of its runsv goes. For a log make ")
        output.append(printable: service.wholePath)
        output.append("/log/run, which executes svlogd -t ./main\n")
      }
    } catch {
      let action: CString =
        if case .unable(let action, _) = error { action } else { "unable to change to service directory" }
      output.append(": ")
      output.append(action)
      output.append(": ")
      output.append((error.reason ?? .noSuchFile).text)
      output.append("\n")
    }
    output.flush()
    return nil
  }

  /// Prints the last lines, those of several logs in the order of their time stamps.
  private func printLast(_ logs: [LogFollower], _ printer: inout LogPrinter) {
    var tails = logs.map { LastLines($0, count) }
    var surplus = -count
    for tail in tails { surplus += tail.lines.count }
    // What is oldest comes next, again and again; lines of one log stay in their order.
    while let log = LastLines.oldest(of: tails) {
      if surplus <= 0 { printer.print(tails[log].line, of: logs[log].service) }
      surplus -= 1
      tails[log].advance()
    }
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
