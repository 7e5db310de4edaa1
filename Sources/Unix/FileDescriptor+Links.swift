import CLibc

extension FileDescriptor {
  /// Opens a file for reading that may be a link only if that is ours or root's: anybody who may write in `directory`
  /// could plant one, to have a file read that he may not read himself.
  ///
  /// - Throws: ``Errno/symbolicLinkLoop`` for the link of somebody else.
  public static func readTrusted(
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
      let target = try link.linkText()
      return try target.withCString { (target) throws(Errno) in try open(target, in: directory, O_RDONLY) }
    }
  }

  /// The text of the symbolic link that is held open. The corresponding C function is `readlinkat`.
  private func linkText() throws(Errno) -> PathBuffer {
    let link = rawValue
    let here: CString = ""
    var text = PathBuffer()
    try unsafe text.fill { (buffer) throws(Errno) in
      guard let start = buffer.baseAddress else { return 0 }
      return try attempt { unsafe readlinkat(link, here.pointer, start, buffer.count) }
    }
    return text
  }
}
