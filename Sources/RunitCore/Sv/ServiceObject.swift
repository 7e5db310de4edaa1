/// A service of `sv list --json`: the facts as a JSON object. Its keys are documented in sv(8) and only ever added to.
package enum ServiceObject {
  package static func write<Sink: TextSink & ~Copyable>(
    name: Span<UInt8>, _ service: ServiceSnapshot, log: ServiceSnapshot?, now: TAI64N, to text: inout Sink
  ) {
    text.append("{\"name\": ")
    text.append(json: name)
    text.append(", ")
    writeFacts(service, now: now, to: &text)
    text.append(", \"log\": ")
    if let log {
      text.append("{")
      writeFacts(log, now: now, to: &text)
      text.append("}")
    } else {
      text.append("null")
    }
    text.append("}")
  }

  private static func writeFacts<Sink: TextSink & ~Copyable>(
    _ service: ServiceSnapshot, now: TAI64N, to text: inout Sink
  ) {
    text.append("\"supervised\": ")
    text.append(service.status == nil ? "false" : "true")
    text.append(", \"state\": \"")
    text.append(service.word)
    text.append("\"")
    let status = service.status
    let pid = status?.processID ?? 0
    text.append(member: ", \"pid\": ", pid == 0 ? nil : UInt64(pid))
    text.append(member: ", \"uptime\": ", status?.since.seconds(until: now))
    text.append(", \"want\": ")
    text.append(status.map { $0.isWantedUp ? "\"up\"" : $0.isWantedDown ? "\"down\"" : "null" } ?? "null")
    text.append(member: ", \"paused\": ", status.map { $0.isPaused })
    text.append(member: ", \"normally_up\": ", status == nil ? nil : service.isNormallyUp)
    switch service.readiness {
    case .untracked: text.append(", \"ready\": null, \"ready_for\": null")
    case .awaited: text.append(", \"ready\": false, \"ready_for\": null")
    case .done: text.append(", \"ready\": true, \"ready_for\": null")
    case .ready(let since):
      text.append(", \"ready\": true")
      text.append(member: ", \"ready_for\": ", since.seconds(until: now))
    }
    text.append(member: ", \"starts\": ", service.detail?.starts)
    writeLastExit(service.detail?.lastExit, to: &text)
  }

  private static func writeLastExit<Sink: TextSink & ~Copyable>(
    _ lastExit: ServiceDetail.LastExit?, to text: inout Sink
  ) {
    switch lastExit {
    case .exited(let code): text.append(member: ", \"last_signal\": null, \"last_exit\": ", UInt64(code))
    case .signalled(let number):
      text.append(", \"last_signal\": \"")
      SignalName.write(number, to: &text)
      text.append("\", \"last_exit\": null")
    case .unknown, nil: text.append(", \"last_signal\": null, \"last_exit\": null")
    }
  }
}

extension TextSink where Self: ~Copyable {
  fileprivate mutating func append(member key: Literal, _ value: UInt64?) {
    append(key)
    if let value { append(decimal: value) } else { append("null") }
  }

  fileprivate mutating func append(member key: Literal, _ value: Bool?) {
    append(key)
    append(value.map { $0 ? "true" : "false" } ?? "null")
  }
}
