import RunitCore

/// Lines, however the input is cut.
let lineTargets = [
  Target("splitter", 32, ["\u{4}\u{3}\u{5}\u{9}one\ntwo is long\n\nthree"], splitLines),
  Target("dropped-lines", 32, ["\u{3}\u{5}\u{9}one\ntwo\n\nthree"], dropLines),
  Target("log-line", 32, ["\u{2}one\ntwo\nthree\n"], findLastLines),
]

/// A line: its first bytes, up to the limit, and all of it with its newline.
private struct Line: Equatable {
  var head: [UInt8] = []
  var whole: [UInt8] = []
}

private func splitLines(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let limit = 1 + dice.number(below: 8)
  let cuts = [1 + dice.number(below: 16), 1 + dice.number(below: 16), 1 + dice.number(below: 16)]
  let text = dice.take(.max / 2)
  let cleaner = LineCleaner(replacement: UInt8(ascii: "_"), others: "x".utf8.map { $0 }.span)

  var splitter = LineSplitter(limit: limit)
  var lines: [Line] = []
  var waiting: [UInt8] = []
  var position = 0
  var turn = 0
  while position < text.count {
    let end = min(text.count, position + cuts[turn % cuts.count])
    waiting += text.extracting(position..<end).array
    position = end
    turn += 1
    let ready = splitter.readyCount(waiting.span)
    require(ready <= waiting.count, "only what is there is ready")
    var block = Array(waiting[..<ready])
    waiting.removeFirst(ready)
    var span = block.mutableSpan
    cleaner.clean(&span, splitter)
    take(block.span, &splitter, &lines)
  }
  require(waiting.count < limit && !waiting.contains(10), "only the short beginning of a line waits")
  require(lines == naiveLines(text.array, limit, waiting.count), "any cut gives the same lines")
}

private func take(_ block: Span<UInt8>, _ splitter: inout LineSplitter, _ lines: inout [Line]) {
  var skipping = splitter
  skipping.skip(block)
  var start = 0
  while start < block.count {
    let part = splitter.next(in: block, from: start)
    require(part.start == start && part.end > start && part.headEnd <= part.end, "parts follow each other")
    if part.isBeginning { lines.append(Line()) }
    guard !lines.isEmpty else { fail("the first part begins a line") }
    lines[lines.count - 1].head += block.extracting(start..<part.headEnd).array
    lines[lines.count - 1].whole += block.extracting(start..<part.end).array
    start = part.end
  }
  require(skipping.isInsideLongLine == splitter.isInsideLongLine, "to skip a block is to read it")
}

private func naiveLines(_ text: [UInt8], _ limit: Int, _ waiting: Int) -> [Line] {
  let text = text.dropLast(waiting)
  var lines: [Line] = []
  var start = text.startIndex
  while start < text.endIndex {
    let newline = text[start...].firstIndex(of: 10)
    let content = text[start..<(newline ?? text.endIndex)]
    let head = content.prefix(limit).map { 32...126 ~= $0 && $0 != UInt8(ascii: "x") ? $0 : UInt8(ascii: "_") }
    lines.append(Line(head: head, whole: head + content.dropFirst(limit) + (newline == nil ? [] : [10])))
    start = newline.map { $0 + 1 } ?? text.endIndex
  }
  return lines
}

private func dropLines(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let cuts = [1 + dice.number(below: 16), 1 + dice.number(below: 16)]
  let text = dice.take(.max / 2)
  var dropped = DroppedLines()
  var rest = text
  var turn = 0
  while !rest.isEmpty {
    let count = min(rest.count, cuts[turn % 2])
    dropped.drop(rest.extracting(..<count))
    rest = rest.extracting(count...)
    turn += 1
  }
  let parts = text.array.parts("\n")
  require(Int(dropped.count) == parts.count - (parts[parts.count - 1].isEmpty ? 1 : 0), "any cut drops the same lines")
  dropped.settle()
  let next = "rest\nnext".utf8.map { $0 }
  let skipped = dropped.skip(next.span)
  require(skipped == (text.isEmpty || text[text.count - 1] == 10 ? 0 : 5), "the rest of a dropped line is dropped")
  require(dropped.count == 0 && dropped.skip(next.span) == 0, "and no more")
}

private func findLastLines(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let count = dice.number(below: 8)
  let text = dice.take(.max / 2)
  var lines = text.array.parts("\n")
  if let last = lines.last, last.isEmpty { lines.removeLast() }
  let last = lines.suffix(count)
  let start = LogLine.startOfLast(count, in: text)
  let expected = last.reduce(0) { $0 + $1.count + 1 } - (text.isEmpty || text[text.count - 1] == 10 ? 0 : min(1, count))
  require(text.count - start == expected, "the last lines are the last")
}
