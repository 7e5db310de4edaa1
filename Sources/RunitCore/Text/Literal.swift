/// A text that is a part of the program, in one word where a `StaticString` takes three. It ends before its first NUL.
@safe
package struct Literal: ExpressibleByStringLiteral, @unchecked Sendable {
  private let start: UnsafePointer<UInt8>

  package init(_ text: StaticString) { unsafe start = text.utf8Start }

  package init(stringLiteral text: StaticString) { self.init(text) }

  package var isEmpty: Bool { unsafe start.pointee == 0 }

  package var span: Span<UInt8> {
    @_lifetime(immortal)
    @inline(never)
    get {
      var count = 0
      while unsafe start[count] != 0 { count += 1 }
      return unsafe _overrideLifetime(Span(_unsafeStart: start, count: count), copying: ())
    }
  }

  /// Whether it is `bytes`: most that are compared differ at once.
  @inline(never)
  func equals(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices where unsafe start[index] == 0 || start[index] != bytes[index] { return false }
    return unsafe start[bytes.count] == 0
  }

  /// Whether both are the same bytes.
  package static func == (left: Literal, right: Literal) -> Bool { left.span.equals(right.span) }
}
