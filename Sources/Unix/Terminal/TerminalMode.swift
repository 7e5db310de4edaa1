import CLibc

/// The terminal with keys that are read as they are pressed, and not shown. It is as before when the owner goes away.
@safe
public struct TerminalMode: ~Copyable {
  private let descriptor: CInt
  private var before = termios()

  /// The corresponding C functions are `tcgetattr` and `tcsetattr`.
  package init(_ terminal: some Descriptor) throws(Errno) {
    let number = terminal.rawValue
    descriptor = number
    var mode = termios()
    try attempt { unsafe tcgetattr(number, &mode) }
    before = mode
    mode.c_lflag &= ~tcflag_t(ICANON | ECHO)
    try attempt { unsafe tcsetattr(number, TCSADRAIN, &mode) }
  }

  deinit {
    // A terminal that has gone away needs nothing.
    unsafe withUnsafePointer(to: before) { _ = unsafe tcsetattr(descriptor, TCSADRAIN, $0) }
  }
}
