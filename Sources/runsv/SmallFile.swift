import RunitCore
import Unix

/// Files of a line or two.
enum SmallFile {
  /// The first bytes of a file, at most as many as fit.
  static func read<let capacity: Int>(
    _ path: CString, in base: borrowing some Descriptor & ~Copyable
  ) throws(Errno) -> TextBuffer<capacity> {
    let file = try FileDescriptor.open(path, in: base, 0)
    var text = TextBuffer<capacity>()
    try text.replace { (buffer) throws(Errno) in try file.read(into: &buffer) }
    return text
  }

  static func read<let capacity: Int>(_ path: CString) throws(Errno) -> TextBuffer<capacity> {
    try read(path, in: BaseDirectory.working)
  }
}

/// Whether there is a file of any kind.
func exists(_ path: CString) -> Bool { (try? FileStatus(path)) != nil }
