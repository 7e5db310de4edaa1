/// How alike two words are.
package enum Similarity {
  /// The number of letters to change, insert, drop or swap with their neighbour to make one of the other; `nil` when
  /// that is more than a slip of the fingers, or none.
  package static func slips(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int? {
    let limit = max(left.count, right.count) < 4 ? 1 : 2
    guard left.count <= Self.longest, right.count <= Self.longest, abs(left.count - right.count) <= limit else {
      return nil
    }
    let slips = distance(left, right)
    return slips > 0 && slips <= limit && slips < max(left.count, right.count) ? slips : nil
  }

  private static var longest: Int { 255 }

  /// By the table of Damerau and Levenshtein, of which three lines are needed at a time.
  private static func distance(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in left.indices {
      var line = [Int](repeating: row + 1, count: right.count + 1)
      for column in right.indices {
        let change = last[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(change, last[column + 1] + 1, line[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        line[column + 1] = best
      }
      beforeLast = last
      last = line
    }
    return last[right.count]
  }
}
