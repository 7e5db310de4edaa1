import CLibc
import Console
import RunitCore
import Unix

/// The last argument of `runsvdir`, which `ps` shows, as a window on what the services say on standard error.
struct ProcessTitle: ~Copyable {
  /// A sign of life: how often the dot is added, in nanoseconds.
  private static let interval: Int64 = 900_000_000_000

  private let arguments: Arguments
  private let index: Int
  private let pipe: FileDescriptor
  private var nextDot: Int64 = 0

  /// Takes the argument `index` for the title, and replaces standard error by a pipe; `nil`, and a word why, if it can't.
  init?(_ arguments: Arguments, _ index: Int, _ reporter: Reporter) {
    self.arguments = arguments
    self.index = index
    guard let argument = arguments[index], argument.count >= LogTail.minimumSize else {
      reporter.warn("log must have at least seven characters.")
      reporter.warn("log service disabled.")
      return nil
    }
    do throws(Failure) {
      pipe = try Self.replaceStandardError()
    } catch {
      reporter.report(.warning, error)
      reporter.warn("log service disabled.")
      return nil
    }
  }

  /// Goes on with the argument `index` and the pipe `descriptor` of the `runsvdir` that was here before.
  init(_ arguments: Arguments, _ index: Int, continuing descriptor: CInt) {
    self.arguments = arguments
    self.index = index
    pipe = FileDescriptor(owning: descriptor)
    try? pipe.setCloseOnExec(true)
    nextDot = Clock.monotonic + Self.interval
  }

  /// Nobody may be blocked by a title: who says more than it can take loses some.
  private static func replaceStandardError() throws(Failure) -> FileDescriptor {
    let pipe = try explain("unable to create pipe for log", nil, Pipe(flags: O_NONBLOCK))
    try explain(
      "unable to set filedescriptor for log", nil, pipe.writeEnd.duplicate(as: StandardStream.error.rawValue))
    return pipe.intoReadEnd()
  }

  var descriptor: CInt { pipe.rawValue }

  /// Lets the pipe survive the execution of another program, or not.
  func setKeptOnExec(_ isKept: Bool) throws(Errno) { try pipe.setCloseOnExec(!isKept) }

  var pollEntry: PollEntry { PollEntry(reading: pipe.rawValue) }

  /// Shows what has come.
  func update() {
    var buffer = InlineArray<4096, UInt8>(repeating: 0)
    var span = buffer.mutableSpan
    while let count = try? pipe.read(into: &span), count > 0 { show(span.span.extracting(0..<count)) }
  }

  /// Adds the dot when its time has come, which no one wakes up for.
  mutating func tick(at now: Int64) {
    guard nextDot <= now else { return }
    nextDot = now + Self.interval
    show(TextBuffer<1>(".").span)
  }

  private func show(_ bytes: Span<UInt8>) {
    arguments.withMutableBytes(of: index) { LogTail.append(bytes, to: &$0) }
  }
}
