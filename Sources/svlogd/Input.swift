import CLibc
import RunitCore
import Unix

/// The stamps of the lines in a block: one for the first line, of which a part may have waited, one for all others.
struct Stamps {
  var first = TextBuffer<26>()
  var others = TextBuffer<26>()
}

/// Standard input, read in large blocks and handed out in lines.
struct Input: ~Copyable {
  /// How much is read at once: as much as a kill between reading and writing can cost.
  private static let blockSize = 64 << 10
  /// How much the kernel's pipe is to hold, so that a busy service need not wait for us.
  private static let pipeCapacity: CInt = 256 << 10

  private var buffer: ByteBuffer
  private var splitter: LineSplitter
  private var stamps = Stamps()
  private let timestamp: Timestamp?
  private let cleaner: LineCleaner?

  init(_ options: Options) throws(Errno) {
    // Room for a block behind what waits, and for the newline that the end of input may lack.
    buffer = try ByteBuffer(capacity: options.lineLimit + Self.blockSize + 1)
    splitter = LineSplitter(limit: options.lineLimit)
    timestamp = options.timestamp
    cleaner = options.cleaner
    do throws(Errno) {
      try StandardStream.input.setNonBlocking(true)
      try StandardStream.input.setPipeCapacity(Self.pipeCapacity)
    } catch {
      // No pipe, or no larger one for us: it works with what there is.
    }
  }

  /// Waits for nothing; `false` is the end.
  mutating func read() throws(Errno) -> Bool {
    let isBeginning = buffer.isEmpty
    guard try buffer.read(from: StandardStream.input, atMost: Self.blockSize) > 0 else { return false }
    if let timestamp {
      let now = Clock.realtime
      stamps.others = timestamp.format(unixSeconds: now.seconds, nanoseconds: now.nanoseconds)
      if isBeginning { stamps.first = stamps.others }
    }
    return true
  }

  /// Ends a last line that has no newline.
  mutating func finish() {
    if !buffer.isEmpty || splitter.isInsideLongLine { buffer.append(UInt8(ascii: "\n")) }
  }

  /// Hands out whole lines, and long ones as far as they have come; the beginning of another waits.
  mutating func handOut(_ body: (_ bytes: Span<UInt8>, _ splitter: LineSplitter, _ stamps: Stamps) -> Void) {
    let count = splitter.readyCount(buffer.bytes)
    guard count > 0 else { return }
    if let cleaner {
      let splitter = splitter
      var bytes = buffer.mutableBytes
      cleaner.clean(&bytes, splitter)
    }
    splitter = deliver(count, body)
    buffer.removeFirst(count)
    stamps.first = stamps.others
  }

  /// Hands out the first `count` bytes, and returns how lines are found behind them.
  private func deliver(
    _ count: Int, _ body: (_ bytes: Span<UInt8>, _ splitter: LineSplitter, _ stamps: Stamps) -> Void
  ) -> LineSplitter {
    let ready = buffer.bytes.extracting(0..<count)
    body(ready, splitter, stamps)
    var next = splitter
    next.skip(ready)
    return next
  }
}
