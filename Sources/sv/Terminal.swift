import RunitCore
import Unix

/// What the person at the other end can see.
struct Terminal {
  /// The number of characters in a line; `nil` when it is no terminal, which has no limit.
  let width: Int?
  let height: Int
  /// Whether colours are welcome; see https://no-color.org.
  let hasColour: Bool

  init(_ stream: StandardStream) {
    let size = stream.terminalSize
    width = size?.columns
    height = size?.rows ?? 24
    hasColour = size != nil && Environment["NO_COLOR"]?.isEmpty ?? true
  }
}
