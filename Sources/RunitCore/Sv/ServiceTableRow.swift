/// A line of `sv list`: the facts of one service as cells.
package enum ServiceTableRow {
  package static var heading: [Table.Cell] {
    [
      Table.Cell("SERVICE"), Table.Cell("STATE"), Table.Cell("PID"), Table.Cell("UPTIME"), Table.Cell("READY"),
      Table.Cell("STARTS"), Table.Cell("LAST-EXIT"), Table.Cell("LOG"),
    ]
  }

  package static func cells(
    name: [UInt8], _ service: ServiceSnapshot, log: ServiceSnapshot?, now: TAI64N
  ) -> [Table.Cell] {
    let colour = service.mood(now: now).colour
    return [
      Table.Cell(name), Table.Cell(service.word, colour), pid(service), uptime(service, now), ready(service, now),
      starts(service), lastExit(service), logState(log, now),
    ]
  }

  private static func cell(_ colour: Table.Colour? = nil, _ write: (inout ByteCollector) -> Void) -> Table.Cell {
    var text = ByteCollector()
    write(&text)
    return Table.Cell(text.bytes, colour)
  }

  private static func pid(_ service: ServiceSnapshot) -> Table.Cell {
    guard let pid = service.status?.processID, pid != 0 else { return Table.Cell("-") }
    return cell { $0.append(decimal: UInt64(pid)) }
  }

  private static func uptime(_ service: ServiceSnapshot, _ now: TAI64N) -> Table.Cell {
    guard let status = service.status else { return Table.Cell("-") }
    return cell { $0.append(duration: status.since.seconds(until: now)) }
  }

  private static func ready(_ service: ServiceSnapshot, _ now: TAI64N) -> Table.Cell {
    switch service.readiness {
    case .untracked: Table.Cell("-")
    case .awaited: Table.Cell("no", .yellow)
    case .ready(let since): cell { $0.append(duration: since.seconds(until: now)) }
    case .done: Table.Cell("yes")
    }
  }

  private static func starts(_ service: ServiceSnapshot) -> Table.Cell {
    guard let starts = service.detail?.starts else { return Table.Cell("-") }
    return cell { $0.append(decimal: starts) }
  }

  private static func lastExit(_ service: ServiceSnapshot) -> Table.Cell {
    guard let lastExit = service.detail?.lastExit else { return Table.Cell("-") }
    return cell(lastExit == .exited(code: 0) ? nil : .yellow) { lastExit.write(to: &$0) }
  }

  private static func logState(_ log: ServiceSnapshot?, _ now: TAI64N) -> Table.Cell {
    guard let log else { return Table.Cell("-") }
    return Table.Cell(log.word, log.mood(now: now).colour)
  }
}

extension ServiceSnapshot.Mood {
  /// The colours that vsv has taught.
  package var colour: Table.Colour? {
    switch self {
    case .good: .green
    case .bad: .red
    case .unsettled: .yellow
    case .idle: nil
    }
  }
}
