import RunitCore

/// What a log directory decides.
let logTargets = [
  Target("config", 96, ["s1000k\nn5\nN2\nt7d\n!gzip\npweb: \n+*x*\n-*\nu10.0.0.1:514\nS5g\ny10\nm0640\nD"], readConfig),
  Target("pattern", 48, ["*: *\nweb: x", "+ab*\naaab", "a+b\nab"], matchPattern),
  Target("filter", 40, ["-*\n+*b\ne*c\nE+d\n\nabc"], filterLine),
  Target("counters", 96, ["lines 1200\nbytes 96000\ndropped 0\nrotations 3\nprocessor-failures 0\n"], readCounters),
  Target("rotation", 48, ["\u{9}\u{4}\u{3}abc\ndef\nghijkl\nm"], rotate),
  Target("retention", 32, ["\u{2}\u{1}\u{0}s\u{5}s\u{5}u\u{5}t\u{5}s\u{9}"], retain),
]

private func readConfig(_ text: Span<UInt8>) {
  let config = LogConfiguration(parsing: text) { _, words in require(words.count < text.count, "a complaint is short") }
  require(config.maximumSize >= 0 && config.totalSize >= 0 && config.maximumAgeSeconds >= 0, "no size is negative")
  require(config.maximumCount >= 0 && config.minimumCount >= 0, "no count is negative")
  require(config.maximumSize <= Int.max / 2 && config.totalSize <= Int.max / 2, "sizes can be added")
  for seconds in [config.syncSeconds ?? 0, config.maximumAgeSeconds] {
    require(0...9_000_000_000 ~= seconds, "a time can be counted in nanoseconds")
  }
  require(config.mode & ~0o666 == 0 && config.mode & 0o600 == 0o600, "the owner reads and writes, nobody executes")
  require(!config.processor.contains(10) && !config.prefix.contains(10), "a value ends with its line")
}

/// Runit's pmatch, of which a NUL ends the pattern; it looked behind the end of the line after a plus.
private func matches(_ pattern: ArraySlice<UInt8>, _ line: ArraySlice<UInt8>) -> Bool {
  guard let first = pattern.first else { return line.isEmpty }
  let rest = pattern.dropFirst()
  switch first {
  case UInt8(ascii: "*"):
    guard let next = rest.first else { return true }
    guard let place = line.firstIndex(of: next) else { return false }
    return matches(rest, line[place...])
  case UInt8(ascii: "+"):
    guard let next = rest.first, line.first == next else { return false }
    let left = line.drop { $0 == next }
    return left.isEmpty || matches(rest.dropFirst(), left)
  default: return line.first == first && matches(rest, line.dropFirst())
  }
}

private func matchPattern(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let pattern = dice.take(until: UInt8(ascii: "\n"))
  let line = dice.take(.max / 2)
  let expected = matches(pattern.array[...], line.array[...])
  require(LinePattern(pattern).matches(line) == expected, "a pattern matches what it matched for runit")
}

private func filterLine(_ input: Span<UInt8>) {
  var dice = Dice(input)
  var filter = LineFilter()
  var rules: [(LineFilter.Verdict, [UInt8])] = []
  while !dice.isEmpty, rules.count < 8 {
    let rule = dice.take(until: UInt8(ascii: "\n"))
    guard rule.count > 0, let verdict = LineFilter.Verdict(rawValue: Unicode.Scalar(rule[0])) else { break }
    filter.append(verdict, LinePattern(rule.extracting(1...)))
    rules.append((verdict, rule.extracting(1...).array))
  }
  let line = dice.take(.max / 2)
  var expected = (true, false)
  for (verdict, pattern) in rules where matches(pattern[...], line.array[...]) {
    switch verdict {
    case .select, .deselect: expected.0 = verdict == .select
    case .report, .ignore: expected.1 = verdict == .report
    }
  }
  require(filter.decide(line) == expected, "the last rule that matches decides")
}

private func readCounters(_ text: Span<UInt8>) {
  let counters = LogCounters(decoding: text)
  let encoded = counters.encoded
  require(!encoded.isTruncated, "all counters have room")
  require(LogCounters(decoding: encoded.span) == counters, "counters that are written are read again")
}

private func rotate(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let policy = RotationPolicy(maximumSize: dice.number(below: 64), lineLimit: dice.number(below: 32))
  var size = dice.number(below: 64)
  let endsLine = dice.bool()
  var output = dice.take(.max / 2)
  while output.count > 0 {
    if policy.isFull(size) { size = 0 }
    let step = endsLine ? policy.lineEnd(size: size, output) : policy.nextStep(size: size, output)
    require(1...output.count ~= step.count, "every step writes something")
    require(policy.maximumSize == 0 || size + step.count <= policy.maximumSize, "no file grows too large")
    require(!step.rotates || output[step.count - 1] == UInt8(ascii: "\n"), "a file that is rotated ends with a line")
    size = step.rotates ? 0 : size + step.count
    output = output.extracting(step.count...)
  }
}

private func retain(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let retention = Retention(
    maximumCount: dice.number(below: 8), minimumCount: dice.number(below: 8), totalSize: dice.number(below: 64),
    hasProcessor: dice.bool())
  var archives: [Archive] = []
  while !dice.isEmpty {
    let label = TAI64N(seconds: UInt64(archives.count), nanoseconds: 0)
    let kind = ArchiveName.Kind(rawValue: Unicode.Scalar(dice.byte())) ?? .safe
    archives.append(Archive(ArchiveName(label, kind), size: dice.number(below: 64)))
  }
  let surplus = retention.surplus(archives)
  let kept = archives.filter { !surplus.contains($0.name) }
  require(kept.count + surplus.count == archives.count, "nothing is deleted twice")
  require(!kept.contains { $0.name.kind == .temporary }, "nothing that is half done stays")
  let finished = kept.count { $0.name.kind == .safe || retention.hasProcessor && $0.name.kind == .unprocessed }
  require(retention.maximumCount == 0 || finished <= retention.maximumCount, "no more files stay than asked")
  let total = kept.reduce(0) { $0 + $1.size }
  require(retention.totalSize == 0 || total <= retention.totalSize, "nor more bytes")
  if let sacrifice = retention.sacrifice(archives) {
    require(sacrifice == archives[0].name && archives.count > retention.minimumCount, "the oldest makes room")
  }
}
