import CLibc
import RunitCore
import Unix

/// The names in `dependencies` and `dependencies.d` of a service directory.
enum DependencyList {
  /// Hands out each name; those that can't be the name of a service are handed to `complain`.
  ///
  /// - Throws: what keeps the kernel from telling all the names.
  static func forEach(
    in directory: borrowing some Descriptor & ~Copyable, complain: (CString) -> Void, _ body: (CString) -> Void
  ) throws(Errno) {
    func take(_ text: Span<UInt8>) {
      let name = text.trimmed
      guard !name.isEmpty, name[0] != UInt8(ascii: "#") else { return }
      var string = CStringBuffer<256>()
      let fits = string.append(name)
      if !fits { _ = string.append(name.extracting(..<64)) }  // enough to be recognised in a complaint
      let isName = fits && name[0] != UInt8(ascii: ".") && name.firstIndex(of: UInt8(ascii: "/")) == nil
      string.withCString { isName ? body($0) : complain($0) }
    }
    try ifAnswered { () throws(Errno) in
      try forEachLine(of: FileDescriptor.open("dependencies", in: directory, O_RDONLY), take)
    }
    try ifAnswered { () throws(Errno) in
      let names = try FileDescriptor.open("dependencies.d", in: directory, O_RDONLY | O_DIRECTORY)
      _ = try names.forEachName { if $0[0] != UInt8(ascii: ".") { take($0.bytes) } }
    }
  }

  /// Hands out the lines of a file. Of a line too long for a name, pieces are handed out, which are no names.
  private static func forEachLine(of file: borrowing FileDescriptor, _ body: (Span<UInt8>) -> Void) throws(Errno) {
    var chunk = TextBuffer<512>()
    var line = TextBuffer<300>()
    while true {
      try chunk.replace { (buffer) throws(Errno) in try file.read(into: &buffer) }
      if chunk.count == 0 { break }
      for index in 0..<chunk.count {
        let byte = chunk.span[index]
        if byte == UInt8(ascii: "\n") {
          body(line.span)
          line.removeAll()
        } else {
          line.append(byte)
        }
      }
    }
    body(line.span)
  }
}
