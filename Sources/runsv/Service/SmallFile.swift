import Console
import RunitCore
import Unix

/// Files of a line or two.
enum SmallFile {
  /// The first bytes of a file, at most as many as fit. If it is to be ours and is not, that is
  /// ``Errno/notPermitted``.
  static func read<let capacity: Int>(
    _ path: CString, in base: borrowing some Descriptor & ~Copyable, ifOurs: Bool = false
  ) throws(Errno) -> TextBuffer<capacity> {
    let file = try FileDescriptor.open(path, in: base, 0)
    if ifOurs, try !FileStatus(of: file).isOurs { throw .notPermitted }
    var text = TextBuffer<capacity>()
    try text.replace { (buffer) throws(Errno) in try file.read(into: &buffer) }
    return text
  }

  /// The same; `nil` when there is none to be read.
  ///
  /// - Throws: what keeps the kernel from telling.
  static func read<let capacity: Int>(
    ifThere path: CString, in base: BaseDirectory = .working, ifOurs: Bool = false
  ) throws(Errno) -> TextBuffer<capacity>? {
    try ifAnswered { () throws(Errno) in try read(path, in: base, ifOurs: ifOurs) }
  }

  static func read<let capacity: Int>(_ path: CString) throws(Errno) -> TextBuffer<capacity> {
    try read(path, in: BaseDirectory.working)
  }
}

/// What `action` finds; `nil` when the answer is that it is not there, or not for us.
///
/// - Throws: what keeps the kernel from telling.
@discardableResult
func ifAnswered<Result: ~Copyable>(_ action: () throws(Errno) -> Result) throws(Errno) -> Result? {
  do throws(Errno) {
    return try action()
  } catch {
    if error.isNoAnswer || error == .noSpace { throw error }
    return nil
  }
}

/// Whether there is a file of any kind.
///
/// - Throws: what keeps the kernel from telling.
func isThere(_ path: CString, in base: BaseDirectory = .working) throws(Failure) -> Bool {
  let status = try explain(
    "unable to stat", path, ifAnswered { () throws(Errno) in try FileStatus(path, in: base) })
  return status != nil
}
