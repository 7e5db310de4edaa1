/// The part of a line that lies in a block of input.
package struct LinePart: Equatable, Sendable {
  /// Where the part begins in the block.
  package let start: Int
  /// Behind the part, with its newline if that has come.
  package let end: Int
  /// Behind the first bytes, up to the limit, that are matched and sent; `start` where the line began in an earlier block.
  package let headEnd: Int
  /// Whether the line begins here.
  package let isBeginning: Bool

  package init(start: Int, end: Int, headEnd: Int, isBeginning: Bool) {
    self.start = start
    self.end = end
    self.headEnd = headEnd
    self.isBeginning = isBeginning
  }
}

/// Finds the lines in blocks of input.
///
/// An unfinished line waits until it is finished, or at least `limit` bytes long: then it goes on its way, and what
/// follows of it is passed on as it comes.
package struct LineSplitter: Sendable {
  private static let newline = UInt8(ascii: "\n")

  /// How many bytes of a line are replaced, matched and sent.
  package let limit: Int
  /// Whether the next byte belongs to a line whose beginning was handed out.
  package private(set) var isInsideLongLine = false

  package init(limit: Int) { self.limit = limit }

  /// How many bytes at the front of `bytes` can be handed out: whole lines, and a last one that is long enough.
  package func readyCount(_ bytes: Span<UInt8>) -> Int {
    guard let last = bytes.lastIndex(of: Self.newline) else {
      return isInsideLongLine || bytes.count >= limit ? bytes.count : 0
    }
    return bytes.count - (last + 1) >= limit ? bytes.count : last + 1
  }

  /// The line part that begins at `start`, in bytes that are ready.
  @inline(__always)
  package mutating func next(in bytes: Span<UInt8>, from start: Int) -> LinePart {
    let newline = bytes.search(for: Self.newline, from: start)
    let contentEnd = newline ?? bytes.count
    let part = LinePart(
      start: start, end: newline.map { $0 + 1 } ?? bytes.count,
      headEnd: isInsideLongLine ? start : start + min(limit, contentEnd - start), isBeginning: !isInsideLongLine)
    isInsideLongLine = newline == nil
    return part
  }

  /// Goes on behind `bytes`, which are ready, without looking at their lines.
  package mutating func skip(_ bytes: Span<UInt8>) {
    guard bytes.count > 0 else { return }
    isInsideLongLine = bytes[bytes.count - 1] != Self.newline
  }
}
