import CLibc
import Unix

/// The names that failures own: a failure leaves the frame in which its name was put together, or the directory from which
/// it was read, and is thrown in registers, which have no room for it.
///
/// The newest name takes the place of the oldest. A failure is printed long before a thousand bytes of names have followed.
struct FailureNames {
  private static var ellipsis: CString { "..." }

  /// Names, each with a NUL.
  private var bytes = InlineArray<1024, CChar>(repeating: 0)
  private var end = 0

  /// Returns a copy of `name`, with an ellipsis at the end if it had to be cut. The copy lies in here: this value is a
  /// global variable, which never moves.
  mutating func keep(_ name: CString) -> CString {
    let capacity = bytes.count
    let length = name.count
    let kept = min(length, capacity - 1)
    let start = end + kept < capacity ? end : 0
    end = start + kept + 1
    var span = bytes.mutableSpan
    return unsafe span.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return "" }
      let copy = unsafe base + start
      unsafe memmove(copy, name.pointer, kept)
      unsafe copy[kept] = 0
      if kept < length {
        unsafe memcpy(copy + (kept - Self.ellipsis.count), Self.ellipsis.pointer, Self.ellipsis.count)
      }
      return unsafe CString(copy)
    }
  }
}

/// There is one thread.
nonisolated(unsafe) private var names = FailureNames()

extension CString {
  /// The string in a place where it stays for as long as a failure may need it.
  @inline(never)
  var keptForFailure: CString { isInherited ? self : unsafe names.keep(self) }

  /// Whether the string was there before the program began: an argument, or a variable of the environment.
  private var isInherited: Bool {
    // The kernel puts these bytes between the stack and the arguments, above which there is the environment.
    let end = getauxval(CUnsignedLong(AT_RANDOM))
    return unsafe end != 0 && UInt(bitPattern: pointer) > UInt(end)
  }
}
