import CLibc

/// The names in a directory, read without a heap, for programs that have none. The corresponding system call is
/// `getdents64`.
public struct NameList: ~Copyable {
  private let directory: FileDescriptor

  public init(_ path: CString, in base: borrowing some Descriptor & ~Copyable) throws(Errno) {
    directory = try FileDescriptor.open(path, in: base, O_RDONLY | O_DIRECTORY)
  }

  /// Hands out each name that is left, `.` and `..` among them; an error is the end.
  public mutating func forEach(_ body: (CString) -> Void) {
    var buffer = InlineArray<256, UInt64>(repeating: 0)  // aligned for dirent64; an entry takes at most 280 bytes
    var span = buffer.mutableSpan
    unsafe span.withUnsafeMutableBufferPointer { words in
      let bytes = UnsafeMutableRawBufferPointer(words)
      guard let base = bytes.baseAddress else { return }
      while true {
        let count = unsafe libc_getdents(directory.rawValue, base, bytes.count)
        guard count > 0 else { return }
        var offset = 0
        while offset < count {
          // inode 8, offset 8, record length 2, kind 1, then the name
          let length = unsafe bytes.load(fromByteOffset: offset + 16, as: UInt16.self)
          unsafe body(CString(base.advanced(by: offset + 19).assumingMemoryBound(to: CChar.self)))
          offset += Int(length)
        }
      }
    }
  }
}
