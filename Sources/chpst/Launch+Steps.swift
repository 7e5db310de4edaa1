import Console
import RunitCore
import Unix

extension Launch {
  /// The descriptor stays open and goes to the program, which thereby holds the lock as long as it lives.
  func takeLock(_ path: CString) throws(Failure) {
    let file = try explain("unable to open lock:", path, FileDescriptor.append(to: path, mode: 0o600))
    try explain("unable to lock:", path, options.waitsForLock ? file.lock() : file.tryLock())
    try explain("unable to lock:", path, file.setCloseOnExec(false))
    _ = file.release()
  }

  /// Closes the standard streams that the program is to do without, or gives it nothing in their place.
  func prepareStreams() throws(Failure) {
    let closed = options.closedStreams
    if closed.contains(.input) { try explain("unable to close stdin", nil, StandardStream.input.close()) }
    if closed.contains(.output) { try explain("unable to close stdout", nil, StandardStream.output.close()) }
    if closed.contains(.error) { try explain("unable to close stderr", nil, StandardStream.error.close()) }
    let null = options.nullStreams
    if null.contains(.input) { try explain("unable to reopen stdin", nil, StandardStream.input.reopenOnNull()) }
    if null.contains(.output) { try explain("unable to reopen stdout", nil, StandardStream.output.reopenOnNull()) }
    if null.contains(.error) { try explain("unable to reopen stderr", nil, StandardStream.error.reopenOnNull()) }
  }

  /// Lets the program open only what the rules allow.
  func confine(_ text: CString, _ rules: [LandlockRule]) throws(Failure) {
    let landlock = try explain("unable to use landlock", nil, Landlock())
    for rule in rules {
      let path = CString(keeping: text.bytes.extracting(rule.path))
      try explain("unable to use landlock:", path, landlock.allow(path, isWritable: rule.access == .readWrite))
    }
    try explain("unable to use landlock", nil, landlock.enforce())
  }

  /// Gives up all capabilities but these, and reads them back as it is done with the user.
  func keep(_ capabilities: CapabilitySet) throws(Failure) {
    let isSet = try explain("unable to set capabilities", nil, Privileges.set(capabilities.rawValue))
    guard isSet else { throw Failure("capabilities are not those that were set") }
  }

  func setOutOfMemoryScore(_ adjustment: Int32) throws(Failure) {
    var text = TextBuffer<5>()
    if adjustment < 0 { text.append(UInt8(ascii: "-")) }
    text.append(decimal: UInt64(adjustment.magnitude))
    try explain("unable to set oom score", nil, Priority.setOutOfMemoryScore(text.span))
  }
}
