extension ServiceDetail {
  /// Appends the content of the file; `text` has room for ``encodedCapacity`` bytes.
  package func write<let size: Int>(to text: inout TextBuffer<size>) {
    text.appendLine("phase") { $0.append(phase.text) }
    if processID != 0 { text.appendLine("pid") { $0.append(decimal: UInt64(processID)) } }
    if let startTime { text.appendLine("start-time") { $0.append(decimal: startTime) } }
    if let bootID { text.appendLine("boot-id") { $0.append(printable: bootID.span) } }
    if let readySince { text.appendLine("ready-since") { readySince.write(to: &$0) } }
    text.appendLine("starts") { $0.append(decimal: starts) }
    if let lastExit { text.appendLine("last-exit") { lastExit.write(to: &$0) } }
    if let lastExitAt { text.appendLine("last-exit-at") { lastExitAt.write(to: &$0) } }
    if waitingFor.count > 0 { text.appendLine("waiting-for") { $0.append(printable: waitingFor.span) } }
    if reason.count > 0 { text.appendLine("reason") { $0.append(printable: reason.span) } }
    if let lock {
      text.appendLine("lock") {
        $0.append(decimal: lock.device)
        $0.append(UInt8(ascii: ":"))
        $0.append(decimal: lock.inode)
      }
    }
    if supervisorID != 0 { text.appendLine("supervisor") { $0.append(decimal: UInt64(supervisorID)) } }
    if exitCode != 0 { text.appendLine("exit-code") { $0.append(decimal: UInt64(exitCode)) } }
    if let birth = lock?.birth { text.appendLine("lock-birth") { $0.append(decimal: birth) } }
    if let want { text.appendLine("want") { $0.append(want.text) } }
  }

  /// Reads the content of the file. A value that makes no sense counts as left out.
  ///
  /// `nil` without a phase that is known here: then nothing else can be trusted either.
  package init?(decoding bytes: Span<UInt8>) {
    self.init(phase: .down)
    var phase: Phase?
    var birth: UInt64?
    var start = 0
    while start < bytes.count {
      let line = bytes.extracting(start...).firstLine
      start += line.count + 1
      guard let blank = line.firstIndex(of: UInt8(ascii: " ")) else { continue }
      let key = line.extracting(..<blank)
      let value = line.extracting((blank + 1)...)
      if key.equals("phase") {
        phase = Phase(value)
      } else if key.equals("lock-birth") {
        birth = Decimal.parse(value)
      } else {
        take(value, for: key)
      }
    }
    guard let phase else { return nil }
    self.phase = phase
    lock?.birth = birth
  }

  private mutating func take(_ value: Span<UInt8>, for key: Span<UInt8>) {
    if key.equals("pid") {
      processID = Decimal.parse(value).flatMap { UInt32(exactly: $0) } ?? 0
    } else if key.equals("start-time") {
      startTime = Decimal.parse(value)
    } else if key.equals("boot-id") {
      bootID = BootID(copying: value)
    } else if key.equals("ready-since") {
      readySince = TAI64N(label: value)
    } else if key.equals("starts") {
      starts = Decimal.parse(value) ?? 0
    } else if key.equals("last-exit") {
      lastExit = LastExit(value)
    } else if key.equals("last-exit-at") {
      lastExitAt = TAI64N(label: value)
    } else if key.equals("waiting-for") {
      waitingFor.append(value)
    } else if key.equals("reason") {
      reason.append(value)
    } else if key.equals("lock") {
      lock = LockIdentity(value)
    } else if key.equals("supervisor") {
      supervisorID = Decimal.parse(value).flatMap { UInt32(exactly: $0) } ?? 0
    } else if key.equals("exit-code") {
      exitCode = Decimal.parse(value).flatMap { UInt8(exactly: $0) } ?? 0
    } else if key.equals("want") {
      want = Want(value)
    }
  }
}

extension ServiceDetail.Phase {
  init?(_ text: Span<UInt8>) {
    // By their numbers: `allCases` is an array, and runsv has no heap.
    var number: UInt8 = 0
    while let phase = Self(rawValue: number) {
      if text.equals(phase.text) {
        self = phase
        return
      }
      number += 1
    }
    return nil
  }
}

extension ServiceDetail.Want {
  init?(_ text: Span<UInt8>) {
    var number: UInt8 = 0
    while let want = Self(rawValue: number) {
      if text.equals(want.text) {
        self = want
        return
      }
      number += 1
    }
    return nil
  }
}

extension ServiceDetail.LastExit {
  /// The exit code that a shell would give: 128 and the signal for one that was killed; 1 when nobody knows.
  package var shellCode: Int32 {
    switch self {
    case .exited(let code): Int32(code)
    case .signalled(let number): 128 + Int32(number)
    case .unknown: 1
    }
  }

  package init(_ status: WaitStatus) {
    switch status.ending {
    case .exited(let code): self = .exited(code: code)
    case .signalled(let number): self = .signalled(number: number)
    }
  }

  /// Appends the words of the file, which are fit for people too.
  package func write<Sink: TextSink & ~Copyable>(to text: inout Sink) {
    switch self {
    case .exited(let code):
      text.append("exit ")
      text.append(decimal: UInt64(code))
    case .signalled(let number):
      text.append("signal ")
      SignalName.write(number, to: &text)
    case .unknown: text.append("unknown")
    }
  }

  init?(_ text: Span<UInt8>) {
    if text.hasPrefix("exit "), let code = Decimal.parse(text.extracting(5...)).flatMap({ UInt8(exactly: $0) }) {
      self = .exited(code: code)
    } else if text.hasPrefix("signal "), let number = SignalName.parse(text.extracting(7...)) {
      self = .signalled(number: number)
    } else if text.equals("unknown") {
      self = .unknown
    } else {
      return nil
    }
  }
}

extension ServiceDetail.LockIdentity {
  init?(_ text: Span<UInt8>) {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")),
      let device = Decimal.parse(text.extracting(..<colon)), let inode = Decimal.parse(text.extracting((colon + 1)...))
    else { return nil }
    self.init(device: device, inode: inode)
  }
}

extension ServiceDetail.BootID {
  /// The 36 bytes of `text`; `nil` when it has another length.
  package init?(copying text: Span<UInt8>) {
    self.init(repeating: 0)
    guard text.count == count else { return nil }
    for index in indices { self[index] = text[index] }
  }
}

extension TextBuffer {
  fileprivate mutating func appendLine(_ key: Literal, _ value: (inout Self) -> Void) {
    append(key)
    append(UInt8(ascii: " "))
    value(&self)
    append(UInt8(ascii: "\n"))
  }

  /// Appends `bytes` with a blank in the place of what would end the line.
  fileprivate mutating func append(printable bytes: Span<UInt8>) {
    for index in bytes.indices { append(bytes[index] < 32 ? UInt8(ascii: " ") : bytes[index]) }
  }
}
