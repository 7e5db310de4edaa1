import RunitCore

/// Bytes, numbers and names.
let textTargets = [
  Target("bytes", 80, ["/", "aaaaaaaaaaaaaaaaab", " \tab\n"], searchBytes),
  Target("decimal", 48, ["18446744073709551615", "18446744073709551616", "-2147483648", "+7"], readDecimal),
  Target("signal-name", 16, ["SIGTERM", "USR1", "64", "RTMIN"], readSignalName),
  Target("json", 32, ["a\"b\\c\u{1}\u{7f}é€😀"], writeJSON),
  Target("similarity", 48, ["cron crno", "nginx ngixn"], compareWords),
]

private func searchBytes(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let byte = dice.byte()
  let text = dice.take(.max - 1)
  let array = text.array
  require(text.firstIndex(of: byte) == array.firstIndex(of: byte), "the first place is found")
  require(text.lastIndex(of: byte) == array.lastIndex(of: byte), "the last place is found")
  require(text.count(of: byte) == array.count { $0 == byte }, "all places are counted")
  let start = array.count / 2
  let place = array[start...].firstIndex(of: byte)
  require(text.firstIndex(of: byte, from: start) == place, "the first place behind another is found")
  require(text.firstLine.array == array.parts("\n")[0], "the first line ends before a newline")
  let trimmed = text.trimmed
  require(trimmed.isEmpty || !trimmed[0].isBlank && !trimmed[trimmed.count - 1].isBlank, "no blanks are left")
  require(trimmed.array.count { !$0.isBlank } == array.count { !$0.isBlank }, "only blanks are trimmed")
}

private func readDecimal(_ text: Span<UInt8>) {
  let isNumber = !text.isEmpty && text.array.allSatisfy(\.isDigit)
  let value = Decimal.parse(text)
  require(value == (isNumber ? text.string.flatMap { UInt64($0) } : nil), "a number is what Swift reads")
  let (scanned, digits) = Decimal.scan(text)
  require(digits == text.array.prefix { $0.isDigit }.count, "all digits are scanned")
  if let value {
    require(scanned == value && digits == text.count, "a number is scanned whole")
    var buffer = TextBuffer<20>()
    buffer.append(decimal: value)
    var collector = ByteCollector()
    collector.append(decimal: value)
    require(Decimal.parse(buffer.span) == value, "a number that is written is read again")
    require(buffer.array == collector.bytes, "a number is written alike into any sink")
  }
  let range: ClosedRange<Int32> = -1000...1000
  if let value = Decimal.parse(text, in: range) { require(range.contains(value), "a number lies in its range") }
  _ = Decimal.parseStep(text)
  if let value = FileModeMask.parse(text) { require(value <= 0o777, "a mask has nine bits") }
}

private func readSignalName(_ text: Span<UInt8>) {
  guard let number = SignalName.parse(text) else { return }
  require(1...64 ~= number, "a signal has a number from 1 to 64")
  var name = TextBuffer<16>()
  SignalName.write(number, to: &name)
  require(SignalName.parse(name.span) == number, "a name that is written is read again")
}

private func writeJSON(_ text: Span<UInt8>) {
  var collector = ByteCollector()
  collector.append(json: text)
  guard let string = collector.bytes.span.string, let restored = readJSON(Array(string.unicodeScalars)) else {
    fail("a JSON string is one, in UTF-8")
  }
  require(restored == text.array, "a JSON string keeps every byte")
}

private func compareWords(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let left = dice.take(until: UInt8(ascii: " "))
  let right = dice.take(.max / 2)
  let slips = Similarity.slips(left, right)
  require(slips == Similarity.slips(right, left), "likeness goes both ways")
  if left.array == right.array { require(slips == nil, "a word is no slip of itself") }
  if let slips { require(abs(left.count - right.count) <= slips && 1...2 ~= slips, "a slip changes one letter") }
}
