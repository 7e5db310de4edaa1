/// The replacement of characters that a terminal or a parser would stumble over: `svlogd`'s options `-r` and `-R`.
package struct LineCleaner: Sendable {
  /// What stands for a replaced byte when only `-R` is given.
  package static let defaultReplacement = UInt8(ascii: "_")

  /// What becomes of each byte. Cleaning twice is cleaning once: the replacement stands for itself.
  private var table = InlineArray<256, UInt8>(repeating: 0)

  /// Replaces all that is not printable ASCII, and each byte of `others`, by `replacement`.
  package init(replacement: UInt8, others: Span<UInt8>) {
    for byte in UInt8.min...UInt8.max {
      let isPrintable = UInt8(ascii: " ") <= byte && byte <= UInt8(ascii: "~")
      table[Int(byte)] = isPrintable ? byte : replacement
    }
    for index in others.indices { table[Int(others[index])] = replacement }
  }

  /// Cleans the first `limit` bytes of each line in `bytes`, of which the first line begins at the front, unless
  /// `splitter` says that this is the rest of a long one.
  package func clean(_ bytes: inout MutableSpan<UInt8>, _ splitter: LineSplitter) {
    let table = table.span  // an element read of the array itself would copy it first
    var column = splitter.isInsideLongLine ? splitter.limit : 0
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        column = 0
      } else if column < splitter.limit {
        bytes[index] = table[Int(byte)]
        column += 1
      }
    }
  }
}
