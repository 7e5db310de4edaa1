import CLibc

/// The arguments of the program, `argv`.
@safe
package struct Arguments {
  package let count: Int
  package let pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

  /// `argv` as `main` got it.
  @unsafe
  package init(_ argc: CInt, _ argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) {
    count = Int(argc)
    unsafe pointer = argv
  }

  /// The argument at `index`; `nil` behind the last one.
  package subscript(index: Int) -> CString? {
    guard index < count, let argument = unsafe pointer[index] else { return nil }
    return unsafe CString(argument)
  }

  /// Lends the bytes of the argument at `index`, which exists, without its NUL: what is put there, `ps` shows.
  package func withMutableBytes(of index: Int, _ body: (inout MutableSpan<UInt8>) -> Void) {
    guard index < count, let argument = unsafe pointer[index] else { return }
    let bytes = unsafe UnsafeMutableRawBufferPointer(start: argument, count: strlen(argument))
    unsafe bytes.withMemoryRebound(to: UInt8.self) { bytes in
      var span = unsafe MutableSpan(_unsafeElements: bytes)
      body(&span)
    }
  }

  /// The name that the program was started under; a caller may have left it out.
  package var programName: CString { self[0] ?? "" }

  /// The arguments from `index` on, as a program's `argv` of its own.
  package func dropFirst(_ index: Int) -> Arguments {
    let dropped = min(index, count)
    return unsafe Arguments(CInt(count - dropped), pointer + dropped)
  }

  /// Puts `name` in the place of the first argument, which must exist; it must live as long as the arguments.
  package func rename(_ name: CString) {
    precondition(count > 0)
    unsafe pointer[0] = UnsafeMutablePointer(mutating: name.pointer)
  }
}
