import CLibc

extension FileDescriptor {
  /// Hands out the names in this directory that were not read yet, `.` and `..` among them, without a heap. The
  /// corresponding system call is `getdents64`.
  ///
  /// - Parameter limit: how many pieces of 512 bytes are read at most.
  /// - Returns: whether those were all names.
  package func forEachName(limit: Int = .max, _ body: (CString) -> Void) throws(Errno) -> Bool {
    var buffer = InlineArray<64, UInt64>(repeating: 0)  // aligned for dirent64; an entry takes at most 280 bytes
    var span = buffer.mutableSpan
    return try unsafe span.withUnsafeMutableBufferPointer { (words) throws(Errno) in
      let bytes = UnsafeMutableRawBufferPointer(words)
      guard let base = bytes.baseAddress else { return true }
      for _ in 0..<limit {
        let count = try attempt { unsafe libc_getdents(rawValue, base, bytes.count) }
        if count == 0 { return true }
        var offset = 0
        while offset < count {
          let entry = unsafe DirectoryEntry(at: base + offset)
          unsafe body(entry.name)
          offset += unsafe entry.length
        }
      }
      return false
    }
  }
}
