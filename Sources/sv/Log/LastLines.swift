import RunitCore

/// The last lines of a log, read one after the other together with those of others.
struct LastLines {
  let lines: [[UInt8]]
  private var position = 0
  /// When the line that is next was written. One without a stamp belongs to the one before it.
  private var moment: TAI64N

  /// A log without any stamps counts as written when it was last written to.
  init(_ log: LogFollower, _ count: Int) {
    lines = log.lastLines(count)
    var first: TAI64N?
    for line in lines {
      first = Timestamp.moment(of: line.span)
      if first != nil { break }
    }
    moment = first ?? log.lastChange
  }

  /// The next line; there must be one.
  var line: [UInt8] { lines[position] }

  mutating func advance() {
    position += 1
    if position < lines.count, let stamp = Timestamp.moment(of: line.span) { moment = stamp }
  }

  /// Which of `tails` has the oldest line; `nil` when all were read.
  static func oldest(of tails: [LastLines]) -> Int? {
    var oldest: Int?
    for index in tails.indices where tails[index].position < tails[index].lines.count {
      if let found = oldest, tails[found].moment <= tails[index].moment { continue }
      oldest = index
    }
    return oldest
  }
}
