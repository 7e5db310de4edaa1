import CLibc
import Console
import RunitCore
import Unix

/// `sv watch`: the table of `sv list`, drawn anew at each change.
struct WatchVerb {
  private static var synopsis: CString { "watch [service ...]" }
  /// The alternate screen without a cursor, and back.
  private static var enter: CString { "\u{1b}[?1049h\u{1b}[?25l" }
  private static var leave: CString { "\u{1b}[?25h\u{1b}[?1049l" }
  /// Faster than that nobody can read.
  private static var shortestPause: Int32 { 50 }
  /// The seconds in the table go on.
  private static var longestPause: Int32 { 1000 }

  private let root: CString
  private let names: [CString]

  init(_ invocation: Invocation) throws(VerbProblem) {
    names = try VerbWords(invocation.operands, synopsis: Self.synopsis).operands
    root = invocation.root
  }

  private enum Wish {
    case goOn, suspend, quit
  }

  func run() throws(VerbProblem) -> CInt {
    guard Terminal(.output).width != nil else {
      throw .fatal(Failure("unable to watch: standard output is not a terminal"))
    }
    var held = SignalSet()
    for signal in [Signal.interrupt, .terminate, .hangUp, .quit, .terminalStop, .windowChange] { held.insert(signal) }
    held.block()
    let signals = try explain("unable to receive signals", nil) { () throws(Errno) in try SignalDescriptor(held) }
    var news = try explain("unable to watch files", nil) { () throws(Errno) in try FileWatch() }
    while try show(signals, &news) == .suspend {
      // The default of the signal, now that the terminal is as it was.
      try? Signal.stop.send(to: Process.id)
    }
    return 0
  }

  /// Shows the table until somebody wishes otherwise.
  private func show(_ signals: borrowing SignalDescriptor, _ news: inout FileWatch) throws(VerbProblem) -> Wish {
    // Without a keyboard, signals are left to end it.
    let keyboard = try? TerminalMode(StandardStream.input)
    let hasKeyboard = keyboard != nil
    var output = Output(to: .output)
    output.append(Self.enter)
    defer {
      output.append(Self.leave)
      output.flush()
    }
    while true {
      try draw(to: &output, &news)
      let isQuick = try? wait(Self.shortestPause, signals, news: -1, hasKeyboard)
      if let isQuick, isQuick != .goOn { return isQuick }
      let wish = try? wait(Self.longestPause, signals, news: news.rawValue, hasKeyboard)
      if let wish, wish != .goOn { return wish }
      news.discard()
    }
  }

  private func draw(to output: inout Output, _ news: inout FileWatch) throws(VerbProblem) {
    _ = try? news.add(root, .entries)
    var services = ServiceList(in: root)
    if names.isEmpty { try services.addAll() } else { for name in names { services.add(name) } }
    services.startWatching(&news)
    let terminal = Terminal(.output)
    output.append("\u{1b}[H")
    services.table.write(
      to: &output, width: terminal.width, height: terminal.height - 1, inColour: terminal.hasColour,
      lineEnd: "\u{1b}[K\n")
    output.append("\u{1b}[J")
    output.flush()
  }

  /// Waits for a signal, a key, or news of the services.
  private func wait(
    _ milliseconds: Int32, _ signals: borrowing SignalDescriptor, news: CInt, _ hasKeyboard: Bool
  ) throws(Errno) -> Wish {
    var entries: InlineArray<3, PollEntry> = [
      PollEntry(reading: signals.rawValue), PollEntry(reading: hasKeyboard ? 0 : -1), PollEntry(reading: news),
    ]
    try entries.wait(timeoutMilliseconds: milliseconds)
    if entries[1].isReady, isQuitKey() { return .quit }
    var wish = Wish.goOn
    guard entries[0].isReady else { return wish }
    signals.drain { signal, _ in
      switch signal {
      case .windowChange: break
      case .terminalStop: wish = .suspend
      default: wish = .quit
      }
    }
    return wish
  }

  /// Reads the keys that were pressed. The end of the keyboard is the end of the program too.
  private func isQuitKey() -> Bool {
    var keys = InlineArray<16, UInt8>(repeating: 0)
    var span = keys.mutableSpan
    guard let count = try? StandardStream.input.read(into: &span), count > 0 else { return true }
    for index in 0..<count where keys[index] == UInt8(ascii: "q") || keys[index] == UInt8(ascii: "Q") { return true }
    return false
  }
}
