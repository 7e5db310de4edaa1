/// The lines that a full disk costs a directory that had rather lose lines than block its service.
///
/// A line is lost as a whole: what is still to come of one whose beginning was dropped, is dropped as well.
package struct DroppedLines: Equatable, Sendable {
  /// Lines of which at least a part was dropped since they were last accounted for.
  package private(set) var count: UInt64 = 0
  /// Whether the next byte belongs to a line that is counted already.
  private var isInsideLine = false

  package init() {}

  /// Drops `output`, which follows on what was written or dropped before.
  package mutating func drop(_ output: Span<UInt8>) {
    guard output.count > 0 else { return }
    let isUnfinished = output[output.count - 1] != UInt8(ascii: "\n")
    let lines = output.count(of: UInt8(ascii: "\n")) + (isUnfinished ? 1 : 0)
    count += UInt64(isInsideLine ? lines - 1 : lines)
    isInsideLine = isUnfinished
  }

  /// The number of bytes at the front of `output` that belong to a dropped line and are thereby dropped too.
  package mutating func skip(_ output: Span<UInt8>) -> Int {
    guard isInsideLine else { return 0 }
    guard let newline = output.firstIndex(of: UInt8(ascii: "\n")) else { return output.count }
    isInsideLine = false
    return newline + 1
  }

  /// Begins to count anew: the lines so far are accounted for.
  package mutating func settle() { count = 0 }
}
