/// A line of the file `dependencies` of a service directory, or the name of a file in `dependencies.d`.
package struct DependencyLine: ~Escapable {
  package enum Kind: Sendable {
    /// A blank line or a comment.
    case nothing
    /// The name of a service.
    case name
    /// Something that no service can be called: it is reported, and no dependency.
    case invalid
  }

  /// The most services on which a service depends; further names are ignored.
  package static var mostNames: Int { 64 }
  /// The most bytes of a line that are looked at, blanks at its front left out: a longer one is invalid.
  package static var capacity: Int { 300 }
  private static var longestName: Int { 255 }

  /// The line without blanks at both ends; a carriage return counts as one.
  package let text: Span<UInt8>
  package let kind: Kind
  /// Whether ``text`` is all of the line.
  package let isTidy: Bool

  @_lifetime(copy line)
  package init(_ line: Span<UInt8>) {
    var start = 0
    while start < line.count, Self.isBlank(line[start]) { start += 1 }
    var end = line.count
    while end > start, Self.isBlank(line[end - 1]) { end -= 1 }
    text = line.extracting(start..<end)
    isTidy = start == 0 && end == line.count
    kind = Self.kind(of: line.extracting(start..<end), isCut: line.count - start > Self.capacity)
  }

  /// Whether `byte` may stand beside a name without being a part of it.
  package static func isBlank(_ byte: UInt8) -> Bool { byte.isBlank || byte == UInt8(ascii: "\r") }

  private static func kind(of text: Span<UInt8>, isCut: Bool) -> Kind {
    if text.isEmpty || text[0] == UInt8(ascii: "#") { return .nothing }
    guard !isCut, text.count <= longestName, text[0] != UInt8(ascii: "."), text.firstIndex(of: 0) == nil else {
      return .invalid
    }
    return text.firstIndex(of: UInt8(ascii: "/")) == nil ? .name : .invalid
  }
}
