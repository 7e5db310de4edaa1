import CLibc

extension FileDescriptor {
  /// Opens a file for reading that may be a link only if that is ours or root's: anybody who may write in `directory`
  /// could plant one, to have a file read that he may not read himself.
  ///
  /// - Throws: ``Errno/symbolicLinkLoop`` for the link of somebody else.
  package static func readTrusted(
    _ path: CString, in directory: borrowing some Descriptor & ~Copyable
  ) throws(Errno) -> FileDescriptor {
    do throws(Errno) {
      return try open(path, in: directory, O_RDONLY | O_NOFOLLOW)
    } catch {
      guard error == .symbolicLinkLoop else { throw error }
      // Held, so that what is followed is what was looked at.
      let link = try open(path, in: directory, O_PATH | O_NOFOLLOW)
      let status = try FileStatus(of: link)
      guard status.isOurs || status.userID == 0 else { throw error }
      let target = try link.readLink("")
      return try target.withCString { (target) throws(Errno) in try open(target, in: directory, O_RDONLY) }
    }
  }
}

extension Descriptor where Self: ~Copyable {
  /// The text of the symbolic link `path` relative to this directory; of the link that is held open, if `path` is empty.
  /// The corresponding C function is `readlinkat`.
  package func readLink(_ path: CString) throws(Errno) -> PathBuffer {
    var text = PathBuffer()
    try unsafe text.fill { (buffer) throws(Errno) in
      guard let start = buffer.baseAddress else { return 0 }
      return try attempt { unsafe readlinkat(rawValue, path.pointer, start, buffer.count) }
    }
    return text
  }

  /// Makes the symbolic link `path` relative to this directory. The corresponding C function is `symlinkat`.
  ///
  /// - Throws: ``Errno/fileExists`` when there is anything of that name.
  package func makeSymbolicLink(_ path: CString, to target: CString) throws(Errno) {
    try attempt { unsafe symlinkat(target.pointer, rawValue, path.pointer) }
  }

  /// The canonical path of this open file, as /proc knows it.
  package func canonicalPath() throws(Errno) -> PathBuffer {
    var link = CStringBuffer<32>()
    _ = link.append("/proc/self/fd/")
    link.append(decimal: rawValue)
    return try link.withCString { (link) throws(Errno) in try FileSystem.readLink(link) }
  }
}
