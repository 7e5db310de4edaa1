import CLibc

/// Bytes that end with a NUL and that somebody else keeps alive: a literal, an argument, a ``PathBuffer``.
///
/// File names and arguments are bytes, not text: nothing is decoded, nothing normalised.
@safe
package struct CString: ExpressibleByStringLiteral, @unchecked Sendable {
  package let pointer: UnsafePointer<CChar>

  /// The bytes at `pointer` must stay, unchanged, as long as the value is used.
  @unsafe
  package init(_ pointer: UnsafePointer<CChar>) { unsafe self.pointer = pointer }

  package init(_ literal: StaticString) {
    unsafe pointer = UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  package init(stringLiteral literal: StaticString) { self.init(literal) }

  /// A copy of `bytes`, which hold no NUL, that stays as long as the process.
  package init(keeping bytes: Span<UInt8>) {
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
    for index in bytes.indices { unsafe copy[index] = CChar(bitPattern: bytes[index]) }
    unsafe copy[bytes.count] = 0
    unsafe pointer = UnsafePointer(copy)
  }

  /// A text of one byte, which is not NUL, that stays as long as the process.
  package init(keeping byte: UInt8) {
    let text: InlineArray<1, UInt8> = [byte]
    self.init(keeping: text.span)
  }

  /// The number of bytes before the NUL.
  package var count: Int { unsafe strlen(pointer) }

  package var isEmpty: Bool { unsafe pointer.pointee == 0 }

  /// The byte at `index`, which lies in `0...count`; that at `count` is the NUL.
  package subscript(index: Int) -> UInt8 { unsafe UInt8(bitPattern: pointer[index]) }

  /// The bytes before the NUL.
  package var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let bytes = unsafe UnsafeRawBufferPointer(start: pointer, count: count).assumingMemoryBound(to: UInt8.self)
      return unsafe _overrideLifetime(Span(_unsafeElements: bytes), borrowing: self)
    }
  }

  /// The first place of `byte`, which is not NUL.
  package func firstIndex(of byte: UInt8) -> Int? {
    guard let found = unsafe strchr(pointer, CInt(byte)) else { return nil }
    return unsafe UnsafePointer(found) - pointer
  }

  /// The rest of the string from `index`, which lies in `0...count`.
  package func dropFirst(_ index: Int) -> CString { unsafe CString(pointer + index) }

  /// What follows the last slash: the program's name in `argv[0]`.
  package var lastComponent: CString {
    guard let slash = unsafe strrchr(pointer, CInt(UInt8(ascii: "/"))) else { return self }
    return unsafe CString(slash + 1)
  }

  /// Less than 0, 0, or more than 0, as it comes before `other` in the order of bytes, is the same, or comes behind.
  package func compare(_ other: CString) -> CInt { unsafe strcmp(pointer, other.pointer) }

  /// Whether both have the same bytes.
  package static func == (left: CString, right: CString) -> Bool {
    unsafe strcmp(left.pointer, right.pointer) == 0
  }
}
