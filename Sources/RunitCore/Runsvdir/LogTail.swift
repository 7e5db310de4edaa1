/// The last words of the services, shown in the title of `runsvdir`: its own argument, which `ps` prints.
package enum LogTail {
  /// A shorter argument is of no use.
  package static let minimumSize = 7
  /// The text in front, which stays: `log: ` as a rule.
  private static let fixedSize = 5

  /// Moves what `title` shows to the left and adds `bytes` at its end. A NUL, which would end the argument, is left out.
  package static func append(_ bytes: Span<UInt8>, to title: inout MutableSpan<UInt8>) {
    var count = 0
    for index in bytes.indices where bytes[index] != 0 { count += 1 }
    let shift = min(count, title.count - fixedSize)
    for index in fixedSize..<(title.count - shift) { title[index] = title[index + shift] }
    var skipped = count - shift
    var place = title.count - shift
    for index in bytes.indices where bytes[index] != 0 {
      if skipped > 0 {
        skipped -= 1
      } else {
        title[place] = bytes[index]
        place += 1
      }
    }
  }
}
