/// A pattern of a log directory's `config`, as `svlogd` reads it: no backtracking, no escapes, no classes.
///
/// - `*` at the end matches anything. Before another character it skips to the *first* place of that character, which
///   must then match there.
/// - `+X` matches one or more `X`, as many as there are. Where the line ends within them, all of the pattern matches,
///   whatever is left of it.
/// - Every other character matches itself.
package struct LinePattern: Sendable {
  private enum Step {
    case byte(UInt8)
    /// Goes to the first place of the byte, which a later step takes.
    case skip(to: UInt8)
    case run(of: UInt8)
    /// Anything matches from here on.
    case anything
    /// Nothing does: a `+` with nothing behind it.
    case nothing
  }

  private let steps: [Step]

  package init(_ text: Span<UInt8>) {
    var steps: [Step] = []
    var index = 0
    while index < text.count {
      let next = index + 1 < text.count ? text[index + 1] : nil
      switch text[index] {
      case UInt8(ascii: "*"):
        // The character behind the star is read again, even if it is a star or a plus itself.
        steps.append(next.map { .skip(to: $0) } ?? .anything)
        index += 1
      case UInt8(ascii: "+"):
        steps.append(next.map { .run(of: $0) } ?? .nothing)
        index += 2
      case let byte:
        steps.append(.byte(byte))
        index += 1
      }
    }
    self.steps = steps
  }

  /// Whether the pattern matches `line`, to the end of both.
  package func matches(_ line: Span<UInt8>) -> Bool {
    var place = 0
    for step in steps {
      switch step {
      case .byte(let byte):
        guard place < line.count, line[place] == byte else { return false }
        place += 1
      case .skip(let byte):
        guard let found = line.search(for: byte, from: place) else { return false }
        place = found
      case .run(let byte):
        guard place < line.count, line[place] == byte else { return false }
        while place < line.count, line[place] == byte { place += 1 }
        if place == line.count { return true }
      case .anything: return true
      case .nothing: return false
      }
    }
    return place == line.count
  }
}
