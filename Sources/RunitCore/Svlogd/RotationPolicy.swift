/// When the growth of `current` makes it an old file.
package struct RotationPolicy: Equatable, Sendable {
  /// How much of some output may be written before something else is to be done.
  package struct Step: Equatable, Sendable {
    package let count: Int
    /// Whether `current` is then large enough, and ends with a line.
    package let rotates: Bool

    package init(count: Int, rotates: Bool) {
      self.count = count
      self.rotates = rotates
    }
  }

  /// No file grows larger; 0 is no limit.
  package let maximumSize: Int
  /// A file that a line of this length could make too large is rotated at the end of a line.
  package let lineLimit: Int

  package init(maximumSize: Int, lineLimit: Int) {
    self.maximumSize = maximumSize
    self.lineLimit = lineLimit
  }

  /// Whether nothing may be added to a `current` of `size` bytes.
  package func isFull(_ size: Int) -> Bool { maximumSize > 0 && size >= maximumSize }

  /// What to do with `output`, which goes to a `current` of `size` bytes that is not full.
  ///
  /// A file ends behind the first line that takes it to `maximumSize - lineLimit`, or within a line that does not fit.
  /// When the limit is less than a line, files end there whatever the lines are, as with runit.
  package func nextStep(size: Int, _ output: Span<UInt8>) -> Step {
    guard maximumSize > 0 else { return Step(count: output.count, rotates: false) }
    let room = min(maximumSize - size, output.count)
    guard maximumSize >= lineLimit else { return Step(count: room, rotates: false) }
    let earliestEnd = max(maximumSize - lineLimit - size, 1)
    if earliestEnd <= room,
      let end = output.extracting(0..<room).firstIndex(of: UInt8(ascii: "\n"), from: earliestEnd - 1)
    {
      return Step(count: end + 1, rotates: true)
    }
    return Step(count: room, rotates: false)
  }

  /// What to do with `output` when the file is to end with the line in progress, however long the file is.
  package func lineEnd(size: Int, _ output: Span<UInt8>) -> Step {
    let step = nextStep(size: size, output)
    guard let end = output.firstIndex(of: UInt8(ascii: "\n")), end < step.count else { return step }
    return Step(count: end + 1, rotates: true)
  }
}
