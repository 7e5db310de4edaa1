/// The name of an old log file: a label, a dot, and what kind of file it is.
///
///     @4000000065cb9f0a2faf0801.s
package struct ArchiveName: Sendable {
  /// The last character of the name. There may be others: names are told by length and first character alone.
  package enum Kind: Unicode.Scalar, Sendable {
    /// Finished: safely stored, and processed if there is a processor.
    case safe = "s"
    /// Unprocessed, or found after an unclean stop.
    case unprocessed = "u"
    /// What a processor writes.
    case temporary = "t"
  }

  /// The length of every name.
  package static let size = 27

  private var bytes = InlineArray<27, UInt8>(repeating: 0)

  /// Returns `nil` for what is no old log file: 27 bytes that begin with `@` are one.
  package init?(_ name: Span<UInt8>) {
    guard name.count == Self.size, name[0] == UInt8(ascii: "@") else { return nil }
    for index in name.indices { bytes[index] = name[index] }
  }

  package init(_ moment: TAI64N, _ kind: Kind) {
    var text = TextBuffer<27>()
    moment.write(to: &text)
    text.append(UInt8(ascii: "."))
    for index in text.span.indices { bytes[index] = text.span[index] }
    self.kind = kind
  }

  /// `nil` for a name that is of none of our kinds.
  package private(set) var kind: Kind? {
    get { Kind(rawValue: Unicode.Scalar(bytes[26])) }
    set { bytes[26] = newValue.map { UInt8(truncatingIfNeeded: $0.rawValue.value) } ?? 0 }
  }

  /// The name of the same label and another kind.
  package func with(_ kind: Kind) -> ArchiveName {
    var name = self
    name.kind = kind
    return name
  }

  /// Whether both have the same label, of whatever kind they are.
  package func hasLabel(of other: ArchiveName) -> Bool { with(.safe) == other.with(.safe) }

  package var span: Span<UInt8> {
    @_lifetime(borrow self)
    get { bytes.span }
  }
}

/// By bytes, so that older labels come first.
extension ArchiveName: Comparable {
  package static func == (left: ArchiveName, right: ArchiveName) -> Bool { left.span.equals(right.span) }

  package static func < (left: ArchiveName, right: ArchiveName) -> Bool {
    for index in left.bytes.indices where left.bytes[index] != right.bytes[index] {
      return left.bytes[index] < right.bytes[index]
    }
    return false
  }
}
