import RunitCore
import Unix

/// What the person at the other end can see.
struct Terminal {
  /// The number of characters in a line; `nil` when it is no terminal, which has no limit.
  let width: Int?
  let height: Int
  /// Whether colours are welcome; see https://no-color.org.
  let hasColour: Bool

  /// Whether it is a terminal at all.
  static func isPerson(_ stream: StandardStream) -> Bool { stream.terminalSize != nil }

  init(_ stream: StandardStream) {
    let size = stream.terminalSize
    width = size?.columns
    height = size?.rows ?? 24
    hasColour = size != nil && Environment["NO_COLOR"]?.isEmpty ?? true
  }
}
