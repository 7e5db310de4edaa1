import CLibc

extension Descriptor where Self: ~Copyable {
  /// Reads at most `buffer.count` bytes from the place `offset` on. The corresponding C function is `pread`.
  package func read(into buffer: inout MutableSpan<UInt8>, at offset: Int) throws(Errno) -> Int {
    try unsafe buffer.withUnsafeMutableBytes { (bytes) throws(Errno) in
      try attempt { unsafe pread(rawValue, bytes.baseAddress, bytes.count, off_t(offset)) }
    }
  }
}
