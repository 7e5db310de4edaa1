import RunitCore

/// What people get to read.
let reportTargets = [
  Target("report", 64, ["\u{0}\u{1}\u{1}\u{1}web\u{1b}[m"], reportService),
  Target("table", 48, ["\u{9}\u{4}web\u{1}abc\u{2}é€\u{1b}[m"], writeTable),
  Target("finding", 48, ["/etc/service/web\u{0}\u{1}"], writeFinding),
]

extension ServiceSnapshot {
  init(_ dice: inout Dice) {
    let others: [Supervision] = [.notRunning, .never, .broken, .denied, .unreadable, .disabled]
    guard dice.byte() & 3 != 0 else {
      self.init(others[dice.number(below: others.count)])
      return
    }
    let status = ServiceStatus(&dice)
    var detail = ServiceDetail(&dice)
    detail.processID = status.processID
    self.init(.supervised(status), detail: dice.bool() ? detail : nil, isNormallyUp: dice.bool())
  }
}

private func reportService(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let service = ServiceSnapshot(&dice)
  let log = dice.bool() ? ServiceSnapshot(&dice) : nil
  let now = TAI64N(&dice)
  let name = dice.take(16).array

  var json = ByteCollector()
  ServiceObject.write(name: name.span, service, log: log, now: now, to: &json)
  require(json.bytes.isFitForTerminals, "an object is text")
  require(hasBalancedBraces(json.bytes), "an object is closed")

  var table = Table()
  table.append(ServiceTableRow.heading)
  table.append(ServiceTableRow.cells(name: name, service, log: log, now: now))
  var text = ByteCollector()
  table.write(to: &text)
  require(text.bytes.isFitForTerminals && text.bytes.parts("\n").count == 3, "a row is a line of text")

  var facts = ServiceFacts(name: name, root: dice.take(8).array, directory: dice.take(8).array, service: service)
  facts.log = log
  let flags = dice.byte()
  if flags & 1 != 0 { facts.dependencies = [ServiceFacts.Dependency(name: name, service: log ?? service)] }
  if flags & 2 != 0 { facts.runProblem = .noInterpreter(name) }
  if flags & 4 != 0 { facts.place = .nothing(isAvailable: false, similar: name) }
  if flags & 8 != 0 { facts.announcement = .check }
  facts.isLogPipeFull = flags & 16 != 0
  facts.scanner = flags & 32 != 0 ? .running : flags & 64 != 0 ? .stopped(process: name) : .none
  facts.wasMemoryShort = flags & 128 != 0
  let paragraph = Explanation.paragraph(facts, now: now)
  require(paragraph.isFitForTerminals, "an explanation is text")
  require(2...3 ~= paragraph.parts("\n").count, "it is a paragraph, and perhaps a line of advice")
}

/// Whether all braces outside of strings are closed.
private func hasBalancedBraces(_ bytes: [UInt8]) -> Bool {
  var depth = 0
  var isInString = false
  var isEscaped = false
  for byte in bytes {
    if isEscaped {
      isEscaped = false
    } else if isInString {
      isEscaped = byte == UInt8(ascii: "\\")
      isInString = byte != UInt8(ascii: "\"")
    } else {
      isInString = byte == UInt8(ascii: "\"")
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
    }
  }
  return depth == 0 && !isInString
}

private func writeTable(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let width = dice.number(below: 64)
  let height = dice.number(below: 8)
  var table = Table()
  while !dice.isEmpty {
    var row: [Table.Cell] = []
    for _ in 0..<dice.number(below: 4) { row.append(Table.Cell(dice.take(until: 1).array)) }
    table.append(row)
  }
  var text = ByteCollector()
  table.write(to: &text, width: width, height: height)
  require(text.bytes.isFitForTerminals, "a table is text")
  let lines = text.bytes.parts("\n")
  require(lines.count <= height + 1, "a table is no higher than asked")
  for line in lines {
    require(String(decoding: line, as: UTF8.self).unicodeScalars.count <= width, "and no wider")
  }
}

private func writeFinding(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let file = dice.take(until: 0)
  let kind = dice.number(below: 8)
  let rest = dice.take(.max / 2).array
  let finding: Finding =
    switch kind {
    case 0: .value(.restartLimit, rest)
    case 1: .danglingLink(target: rest)
    case 2: .noName(rest)
    case 3: .unknownService(rest)
    case 4: .cycle(rest.parts(" "))
    case 5: .script(.noInterpreter(rest))
    default: .script(.carriageReturn)
    }
  var text = ByteCollector()
  finding.write(file, to: &text)
  require(text.bytes.isFitForTerminals && text.bytes.parts("\n").count == 2, "a finding is a line of text")
}
