import RunitCore
import Unix

/// What is printed, gathered: one write for many services. It must be flushed before the program waits or ends.
struct Output: TextSink, ~Copyable {
  private static var capacity: Int { 4096 }

  let stream: StandardStream
  private var text = TextBuffer<4096>()

  @inline(never)
  init(to stream: StandardStream) { self.stream = stream }

  mutating func append(_ byte: UInt8) {
    if text.count == Self.capacity { flush() }
    text.append(byte)
  }

  @inline(never)
  mutating func append(_ bytes: Span<UInt8>) {
    var rest = bytes
    while rest.count > Self.capacity - text.count {
      let fitting = Self.capacity - text.count
      text.append(rest.extracting(..<fitting))
      rest = rest.extracting(fitting...)
      flush()
    }
    text.append(rest)
  }

  @inline(never)
  mutating func append(_ string: CString) { append(string.bytes) }

  /// From now on, output that nobody reads any more is lost, and does not end the program, which has yet to do what it was
  /// told.
  static func outliveReader() {
    var signals = SignalSet()
    signals.insert(.brokenPipe)
    signals.block()
  }

  /// Writes what was gathered. Where output can't be written there is nobody to be told.
  @inline(never)
  mutating func flush() {
    guard text.count > 0 else { return }
    try? stream.writeAll(text.span)
    text.removeAll()
  }
}
