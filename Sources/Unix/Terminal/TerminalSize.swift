import CLibc

extension Descriptor where Self: ~Copyable {
  /// The size of the terminal; `nil` when it is none. The corresponding C function is `ioctl` with `TIOCGWINSZ`.
  package var terminalSize: (columns: Int, rows: Int)? {
    var size = winsize()
    guard unsafe libc_ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    // A terminal that knows nothing of its size says 0.
    return (size.ws_col == 0 ? 80 : Int(size.ws_col), size.ws_row == 0 ? 24 : Int(size.ws_row))
  }
}
