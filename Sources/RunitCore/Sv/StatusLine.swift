/// What `sv status` says of a service: `run: web: (pid 4711) 12s, normally down, paused`.
package struct StatusLine {
  package let status: ServiceStatus
  /// Whether the service directory is without a file `down`.
  package let isNormallyUp: Bool
  package let readiness: Readiness

  package init(_ status: ServiceStatus, isNormallyUp: Bool, readiness: Readiness = .untracked) {
    self.status = status
    self.isNormallyUp = isNormallyUp
    self.readiness = readiness
  }

  /// Appends the line, without its end, for the service `name` at the moment `now`. What in the name is not text is shown
  /// as a question mark: a line stays one, and moves no cursor.
  package func write<Sink: TextSink & ~Copyable>(name: Span<UInt8>, now: TAI64N, to text: inout Sink) {
    text.append(label)
    text.append(printable: name)
    text.append(": ")
    if status.state != .down {
      text.append("(pid ")
      text.append(decimal: UInt64(status.processID))
      text.append(") ")
    }
    text.append(seconds: status.since, until: now)
    writeReadiness(now: now, to: &text)
    if readiness != .done { writeFlags(to: &text) }
  }

  /// A byte that is no state of runit's has no label.
  private var label: Literal {
    if readiness == .done { return "done: " }
    return switch status.state {
    case .down: "down: "
    case .run: "run: "
    case .finish: "finish: "
    case nil: ""
    }
  }

  private func writeReadiness<Sink: TextSink & ~Copyable>(now: TAI64N, to text: inout Sink) {
    switch readiness {
    case .untracked, .done: break
    case .awaited: text.append(", not ready")
    case .ready(let since):
      text.append(", ready ")
      text.append(seconds: since, until: now)
    }
  }

  private func writeFlags<Sink: TextSink & ~Copyable>(to text: inout Sink) {
    if status.processID == 0 {
      if isNormallyUp { text.append(", normally up") }
      if status.isWantedUp { text.append(", want up") }
    } else {
      if !isNormallyUp { text.append(", normally down") }
      if status.isPaused { text.append(", paused") }
      if status.isWantedDown { text.append(", want down") }
      if status.gotTerm { text.append(", got TERM") }
    }
  }
}

extension TextSink where Self: ~Copyable {
  /// Appends whole seconds as runit counts them: each moment is cut to its second first.
  fileprivate mutating func append(seconds since: TAI64N, until now: TAI64N) {
    append(decimal: since.seconds(until: now))
    append(UInt8(ascii: "s"))
  }
}
