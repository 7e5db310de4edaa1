import Console
import RunitCore
import Unix

/// Prints name and version on one line.
func printVersion(_ program: CString, to stream: StandardStream) {
  var line = Complaint()
  line.append(program.withoutPrefix)
  line.append(CString(versionText))
  line.write(to: stream)
}

/// Prints how the program is called and, for `chpst`, what each option does.
func printHelp(_ program: CString, _ name: LaunchName) {
  var text: [UInt8] = []
  text.append("usage: ")
  text.append(program.withoutPrefix.bytes)
  text.append(CString(name.synopsis).bytes)
  text.append("\n")
  if name == .chpst {
    text.append("\n")
    for index in LaunchOption.all.indices { text.append(LaunchOption.all[index]) }
  }
  text.append("\nsee chpst(8)\n")
  // Nobody is left to be told when the help can't be written.
  try? StandardStream.output.writeAll(text.span)
}

extension [UInt8] {
  /// The width of the column that names the options.
  private static var columnWidth: Int { 32 }

  fileprivate mutating func append(_ text: Literal) { append(text.span) }

  fileprivate mutating func append(_ bytes: Span<UInt8>) {
    for index in bytes.indices { append(bytes[index]) }
  }

  /// A line `  -l, --lock FILE    lock FILE, wait for it if need be`.
  fileprivate mutating func append(_ option: LaunchOption) {
    let start = count
    append("  ")
    if let letter = option.letter {
      append(UInt8(ascii: "-"))
      append(letter)
      append(", ")
    } else {
      append("    ")
    }
    append("--")
    append(option.name)
    append(option.value.isEmpty ? "" : " ")
    append(option.value)
    repeat { append(UInt8(ascii: " ")) } while count < start + Self.columnWidth
    append(option.summary)
    append("\n")
  }
}
