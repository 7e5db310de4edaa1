import CLibc

/// A directory that is being read. The corresponding system call is `getdents64`.
@safe
public struct Directory: ~Copyable {
  private static var capacity: Int { 2048 }

  private let descriptor: FileDescriptor
  /// The entries that the kernel has handed out last.
  private let entries: UnsafeMutableRawPointer
  /// Whether the entry that was handed out last is a directory itself, as far as the file system tells.
  package private(set) var isAtDirectory = false
  private var position = 0
  private var end = 0

  package init(_ path: CString) throws(Errno) {
    try self.init(consuming: try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY))
  }

  /// Reads an open directory, which it owns from now on.
  ///
  /// - Throws: `ENOMEM`.
  init(consuming directory: consuming FileDescriptor) throws(Errno) {
    guard let memory = unsafe malloc(Self.capacity) else { throw .current }
    descriptor = directory
    unsafe entries = memory
  }

  deinit { unsafe free(entries) }

  /// The next name, which lasts until the next call; `nil` behind the last one. `.` and `..` are among them, except in a
  /// directory that was removed, which has no names.
  package mutating func next() throws(Errno) -> CString? {
    if position == end {
      (position, end) = (0, try read())
      if end == 0 { return nil }
    }
    let entry = unsafe DirectoryEntry(at: entries + position)
    position += unsafe entry.length
    isAtDirectory = unsafe entry.isDirectory
    return unsafe entry.name
  }

  /// Reads more entries, and returns how many bytes they take.
  private func read() throws(Errno) -> Int {
    do throws(Errno) {
      return try attempt { unsafe libc_getdents(descriptor.rawValue, entries, Self.capacity) }
    } catch {
      if error == .noSuchFile { return 0 }
      throw error
    }
  }
}

/// One of the entries that `getdents64` hands out: inode 8, offset 8, length 2, kind 1, then the name.
@unsafe
struct DirectoryEntry {
  private let start: UnsafeRawPointer

  init(at start: UnsafeRawPointer) { unsafe self.start = start }

  var length: Int { unsafe Int(start.load(fromByteOffset: 16, as: UInt16.self)) }
  var isDirectory: Bool { unsafe start.load(fromByteOffset: 18, as: UInt8.self) == 4 }  // DT_DIR
  var name: CString { unsafe CString((start + 19).assumingMemoryBound(to: CChar.self)) }
}
