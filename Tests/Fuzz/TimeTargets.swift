import Glibc
import RunitCore

/// Moments, and names that are made of them.
let timeTargets = [
  Target("tai64n", 32, ["@4000000065cb9f0a2faf0801 x", "2026-11-21_01:02:03.45678 x"], readLabel),
  Target("timestamp", 16, ["\u{7}\u{0}\u{0}\u{0}\u{65}\u{1}\u{1}\u{1}"], writeTimestamp),
  Target("shutdown-time", 16, ["now", "+10", "23:59", "+10080"], readShutdownTime),
]

private func readLabel(_ text: Span<UInt8>) {
  if Timestamp.moment(of: text) != nil { require(text.count >= Timestamp.size - 1, "a stamp has a size") }
  if let moment = TAI64N(label: text) {
    var label = TextBuffer<25>()
    moment.write(to: &label)
    require(label.array == text.extracting(..<25).array, "a label that is read is written the same")
    let (stamped, length) = LogLine.stamp(of: text) ?? (moment, 0)
    require(stamped == moment && 25...26 ~= length && length <= text.count, "a line's stamp is its label")
    require(
      TAI64N(unixSeconds: moment.unixSeconds, nanoseconds: moment.nanoseconds) == moment, "1970 is a way of counting")
    let name = ArchiveName(moment, .unprocessed)
    require(name.kind == .unprocessed && name.with(.safe).hasLabel(of: name), "a file keeps its label")
    require(ArchiveName(name.span) == name, "a file's name is read again")
  }
  if let name = ArchiveName(text) {
    require(name.span.array == text.array, "a name is its bytes")
    require(name.with(.temporary).kind == .temporary, "a kind can be given")
    require(!(name < name) && name == name, "a name equals itself")
  }
}

private func writeTimestamp(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let seconds = dice.number(Int64.self)
  let nanoseconds = dice.number(UInt32.self) % 1_000_000_000
  for style in [Timestamp.label, .underscored, .iso8601] {
    let stamp = style.format(unixSeconds: seconds, nanoseconds: nanoseconds)
    require(stamp.count == Timestamp.size && !stamp.isTruncated, "all stamps have one size")
    require(stamp.span[25] == UInt8(ascii: " "), "a blank ends a stamp")
  }
  let civil = CivilTime(unixSeconds: seconds)
  if 1...9999 ~= civil.year {
    let stamp = Timestamp.iso8601.format(unixSeconds: seconds, nanoseconds: nanoseconds)
    let moment = TAI64N(unixSeconds: seconds, nanoseconds: nanoseconds / 10_000 * 10_000)
    require(Timestamp.moment(of: stamp.span) == moment, "a stamp that is written is read again")
  }
  var fields = tm()
  var time = time_t(seconds)
  guard gmtime_r(&time, &fields) != nil else { return }  // its years are 32 bits wide
  require(civil.year == Int64(fields.tm_year) + 1900, "the year is that of the C library")
  require(civil.month == fields.tm_mon + 1 && civil.day == fields.tm_mday, "and the day")
  require(
    civil.hour == fields.tm_hour && civil.minute == fields.tm_min && civil.second == fields.tm_sec, "and the time")
}

private func readShutdownTime(_ text: Span<UInt8>) {
  guard let time = ShutdownTime(text) else { return }
  for second in [0, 43_199, 86_399] {
    let ahead = time.secondsAhead(secondOfDay: second)
    switch time {
    case .inMinutes(let minutes): require(ahead == 60 * Int(minutes), "minutes are counted from now")
    case .at(let hour, let minute):
      require(0..<86_400 ~= ahead, "a time of day comes within a day")
      require((second + ahead) % 86_400 == Int(hour * 3600 + minute * 60), "the clock shows it then")
    }
  }
}
