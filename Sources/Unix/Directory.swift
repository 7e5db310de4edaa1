import CLibc

/// A directory that is being read. The corresponding system call is `getdents64`.
@safe
public struct Directory: ~Copyable {
  private static var capacity: Int { 2048 }

  private let descriptor: FileDescriptor
  /// The entries that the kernel has handed out last.
  private let entries: UnsafeMutableRawPointer
  private var position = 0
  private var end = 0

  public init(_ path: CString) throws(Errno) {
    self.init(consuming: try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY))
  }

  /// Reads an open directory, which it owns from now on.
  init(consuming directory: consuming FileDescriptor) {
    descriptor = directory
    unsafe entries = .allocate(byteCount: Self.capacity, alignment: 8)
  }

  deinit { unsafe entries.deallocate() }

  /// The next name, which lasts until the next call; `nil` behind the last one. `.` and `..` are among them.
  public mutating func next() throws(Errno) -> CString? {
    if position == end {
      (position, end) = (0, 0)
      end = try attempt { unsafe libc_getdents(descriptor.rawValue, entries, Self.capacity) }
      if end == 0 { return nil }
    }
    let entry = unsafe DirectoryEntry(at: entries + position)
    position += unsafe entry.length
    return unsafe entry.name
  }

  /// Begins anew.
  public mutating func rewind() {
    _ = try? descriptor.rewind()
    position = end
  }
}

/// One of the entries that `getdents64` hands out: inode 8, offset 8, length 2, kind 1, then the name.
@unsafe
struct DirectoryEntry {
  private let start: UnsafeRawPointer

  init(at start: UnsafeRawPointer) { unsafe self.start = start }

  var length: Int { unsafe Int(start.load(fromByteOffset: 16, as: UInt16.self)) }
  var name: CString { unsafe CString((start + 19).assumingMemoryBound(to: CChar.self)) }
}
