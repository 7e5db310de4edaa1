import CLibc

extension StandardStream {
  /// Makes sure that descriptors 0, 1 and 2 are taken, so that no file opened later becomes somebody's output.
  ///
  /// The kernel starts process 1 without them when there is no console. /dev/null takes their place; until there is
  /// one, `/` does, which can be neither read nor written.
  package static func reserve() {
    let (null, root): (CString, CString) = ("/dev/null", "/")
    for number in 0...CInt(2) {
      let flags = libc_fcntl(number, F_GETFL, 0)
      guard flags == -1 || flags & O_PATH != 0 else { continue }
      // The lowest free number is what open returns.
      let opened = unsafe libc_open(null.pointer, O_RDWR | O_NOCTTY, 0)
      if opened == -1 {
        if flags == -1 { _ = unsafe libc_open(root.pointer, O_PATH, 0) }
      } else if opened != number {
        dup2(opened, number)
        CLibc.close(opened)
      }
    }
  }
}
