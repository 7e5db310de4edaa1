import RunitCore

/// What `runsv` writes and others read.
let statusTargets = [
  Target("status", 24, ["@\u{0}\u{0}\u{0}eeee\u{0}\u{0}\u{0}\u{0}\u{1}\u{1}\u{0}\u{0}\u{0}u\u{0}\u{1}"], readStatus),
  Target("detail", 256, [detailSeed], readDetail),
  Target("detail-text", 48, ["\u{4}\u{1}\u{1}\u{1}web\u{1}\u{1}"], writeDetail),
  Target("wait", 64, ["restart\n", "wait\n", "x\n"], waitForService),
]

let detailSeed = """
  phase ready
  pid 4711
  start-time 123456
  boot-id 12345678-1234-1234-1234-123456789012
  ready-since @4000000065cb9f0a2faf0801
  starts 2
  last-exit signal KILL
  last-exit-at @4000000065cb9f0a2faf0801
  waiting-for web db
  reason restart-limit reached
  lock 65025:1234

  """

private func readStatus(_ bytes: Span<UInt8>) {
  guard let status = ServiceStatus(decoding: bytes) else {
    return require(bytes.count < ServiceStatus.encodedSize, "twenty bytes are a status")
  }
  var expected = bytes.extracting(..<20).array
  for flag in [16, 18] where expected[flag] != 0 { expected[flag] = 1 }
  if status.state == nil { expected[19] = 0 }
  require(status.encoded.span.array == expected, "a status that is read is written the same")
  var text = ByteCollector()
  StatusLine(status, isNormallyUp: true, readiness: .awaited).write(name: expected.span, now: status.since, to: &text)
  require(!text.bytes.isEmpty, "a status is something to tell")
}

extension ServiceDetail {
  /// The file's content.
  var text: TextBuffer<1280> {
    var text = TextBuffer<1280>()
    write(to: &text)
    return text
  }
}

private func readDetail(_ bytes: Span<UInt8>) {
  guard let detail = ServiceDetail(decoding: bytes) else { return }
  let text = detail.text
  require(!text.isTruncated, "a detail fits into its capacity")
  guard let again = ServiceDetail(decoding: text.span) else { fail("a detail that is written is read again") }
  require(again.text.array == text.array, "a detail that is read again is the same")
}

extension ServiceDetail {
  init(_ dice: inout Dice) {
    self.init(phase: Phase(rawValue: dice.byte() % 10) ?? .down)
    processID = dice.number(UInt32.self)
    let parts = dice.byte()
    if parts & 1 != 0 { startTime = dice.number(UInt64.self) }
    if parts & 2 != 0 { bootID = BootID(repeating: dice.byte()) }
    if parts & 4 != 0 { readySince = TAI64N(&dice) }
    if parts & 8 != 0 { lastExit = .exited(code: dice.byte()) }
    if parts & 16 != 0 { lastExit = .signalled(number: 1 + dice.byte() % 64) }
    if parts & 32 != 0 { lastExitAt = TAI64N(&dice) }
    if parts & 64 != 0 { lock = LockIdentity(device: dice.number(UInt64.self), inode: dice.number(UInt64.self)) }
    starts = dice.number(UInt64.self)
    waitingFor.append(dice.take(Int(dice.byte())))
    for _ in 0..<dice.byte() { reason.append(dice.byte()) }
  }
}

extension TAI64N {
  init(_ dice: inout Dice) { self.init(seconds: dice.number(UInt64.self), nanoseconds: dice.number(UInt32.self)) }
}

private func writeDetail(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let detail = ServiceDetail(&dice)
  let text = detail.text
  require(!text.isTruncated, "a detail fits into its capacity")
  for index in text.span.indices where text.span[index] < 32 {
    require(text.span[index] == UInt8(ascii: "\n"), "no value ends its line")
  }
  guard let again = ServiceDetail(decoding: text.span) else { fail("a detail that is written is read again") }
  require(again.phase == detail.phase && again.processID == detail.processID, "phase and process come back")
  require(again.startTime == detail.startTime && again.starts == detail.starts, "numbers come back")
  require(again.readySince == detail.readySince && again.lastExitAt == detail.lastExitAt, "moments come back")
  require(again.lastExit == detail.lastExit && again.lock == detail.lock, "the last exit and the lock come back")
  require(again.waitingFor.count == detail.waitingFor.count, "what is waited for comes back")
  require(again.text.array == text.array, "a detail that is read again is the same")
}

extension ServiceStatus {
  init(_ dice: inout Dice) {
    let since = TAI64N(&dice)
    let flags = dice.byte()
    self.init(
      since: since, processID: flags & 1 == 0 ? 0 : dice.number(UInt32.self), isPaused: flags & 2 != 0,
      want: flags & 4 == 0 ? UInt8(ascii: "u") : flags & 8 == 0 ? UInt8(ascii: "d") : dice.byte(),
      gotTerm: flags & 16 != 0, state: ServiceState(rawValue: flags >> 6))
  }
}

private func waitForService(_ input: Span<UInt8>) {
  var dice = Dice(input)
  let word = dice.take(until: UInt8(ascii: "\n"))
  let command = SvCommand(word) ?? .wait(for: .ready)
  if SvCommand(word, asInitScript: true) != nil {
    require(SvCommand(word) != nil, "an init script knows no more words")
  }
  let letters = command.control.span
  for index in letters.indices {
    let letter = letters[index]
    require(ControlCommand(byte: letter)?.byte == letter, "every letter that is sent is a command")
  }
  let before = ServiceStatus(&dice)
  let after = ServiceStatus(&dice)
  let condition = WaitCondition(command, before: before)
  let readiness = Readiness(after, ServiceDetail(&dice))
  if condition.answer(after, readiness) == .metIfAvailable {
    require(readiness == .untracked && after.processID != 0, "only an untracked process is left to its check")
  }
}
