import CLibc

/// A directory that is being read.
@safe
public struct Directory: ~Copyable {
  private let stream: OpaquePointer

  /// The corresponding C function is `opendir`.
  public init(_ path: CString) throws(Errno) {
    guard let stream = unsafe opendir(path.pointer) else { throw .current }
    unsafe self.stream = stream
  }

  /// Reads an open directory, which it owns from now on. The corresponding C function is `fdopendir`.
  init(consuming directory: consuming FileDescriptor) throws(Errno) {
    guard let stream = unsafe fdopendir(directory.rawValue) else { throw .current }
    _ = directory.release()
    unsafe self.stream = stream
  }

  deinit { unsafe closedir(stream) }

  /// The next name, which lasts until the next call; `nil` behind the last one. `.` and `..` are among them.
  public mutating func next() throws(Errno) -> CString? {
    libc_set_errno(0)
    guard let entry = unsafe readdir(stream) else {
      if libc_errno() != 0 { throw .current }
      return nil
    }
    return unsafe CString(libc_entry_name(entry))
  }

  /// Begins anew. The corresponding C function is `rewinddir`.
  public mutating func rewind() { unsafe rewinddir(stream) }
}
