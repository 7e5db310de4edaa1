import CLibc
import RunitCore
import Unix

/// The names in `dependencies` and `dependencies.d` of a service directory.
enum DependencyList {
  /// How much of an invalid name is shown.
  private static var shownLength: Int { 64 }

  /// Hands out each name; those that can't be the name of a service are handed to `complain`.
  ///
  /// - Throws: what keeps the kernel from telling all the names.
  static func forEach(
    in directory: borrowing some Descriptor & ~Copyable, complain: (CString) -> Void, _ body: (CString) -> Void
  ) throws(Errno) {
    func take(_ line: Span<UInt8>) {
      let line = DependencyLine(line)
      var string = CStringBuffer<256>()
      switch line.kind {
      case .nothing: break
      case .name:
        _ = string.append(line.text)
        string.withCString(body)
      case .invalid:
        appendShortened(line.text, to: &string)
        string.withCString(complain)
      }
    }
    try ifAnswered { () throws(Errno) in
      try forEachLine(of: FileDescriptor.open("dependencies", in: directory, O_RDONLY), take)
    }
    try ifAnswered { () throws(Errno) in
      let names = try FileDescriptor.open("dependencies.d", in: directory, O_RDONLY | O_DIRECTORY)
      _ = try names.forEachName { if $0[0] != UInt8(ascii: ".") { take($0.bytes) } }
    }
  }

  /// Adds as much of an invalid name as is needed to find it.
  private static func appendShortened(_ text: Span<UInt8>, to string: inout CStringBuffer<256>) {
    for index in 0..<min(text.count, shownLength) {
      _ = string.append(text[index] == 0 ? UInt8(ascii: "?") : text[index])
    }
    if text.count > shownLength { _ = string.append("...") }
  }

  /// Hands out the lines of a file without blanks at the front. Of a line too long for a name, the front is handed out,
  /// which is no name.
  private static func forEachLine(of file: borrowing FileDescriptor, _ body: (Span<UInt8>) -> Void) throws(Errno) {
    var chunk = TextBuffer<512>()
    var line = TextBuffer<301>()  // a byte more than is looked at, which shows that a line is longer
    while true {
      try chunk.replace { (buffer) throws(Errno) in try file.read(into: &buffer) }
      if chunk.count == 0 { break }
      for index in 0..<chunk.count {
        let byte = chunk.span[index]
        if byte == UInt8(ascii: "\n") {
          body(line.span)
          line.removeAll()
        } else if line.count > 0 || !DependencyLine.isBlank(byte) {
          line.append(byte)
        }
      }
    }
    body(line.span)
  }
}
