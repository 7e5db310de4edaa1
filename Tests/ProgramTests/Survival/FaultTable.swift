import Foundation

/// The outcome of a sweep: for each call and error, how many cases there were and how many passed.
struct FaultTable: CustomStringConvertible {
  private struct Cell {
    var cases = 0
    var passed = 0
    var refused = 0
    var notReached = 0
  }

  private struct Row: Hashable {
    let life: String
    let call: String
  }

  private var cells: [Row: [String: Cell]] = [:]
  private(set) var failures: [String] = []

  mutating func enter(_ item: FaultCase, _ verdict: FaultVerdict) {
    let call = (item.plan?.title ?? "?") + (item.fault.inChild ? ", in a child" : "")
    let row = Row(life: item.life, call: call)
    var cell = cells[row]?[item.fault.error] ?? Cell()
    switch verdict {
    case .notReached: cell.notReached += 1
    case .passed: (cell.cases, cell.passed) = (cell.cases + 1, cell.passed + 1)
    case .refused: (cell.cases, cell.passed, cell.refused) = (cell.cases + 1, cell.passed + 1, cell.refused + 1)
    case .failed(let reason):
      cell.cases += 1
      failures.append("\(item): \(reason)")
      FileHandle.standardError.write(Data("failed: \(item): \(reason)\n".utf8))
    }
    cells[row, default: [:]][item.fault.error] = cell
  }

  var description: String {
    var lines: [String] = []
    for life in Set(cells.keys.map(\.life)).sorted() {
      lines.append("\(life): passed/cases for each call and error")
      let rows = cells.filter { $0.key.life == life }.sorted { $0.key.call < $1.key.call }
      for (row, columns) in rows {
        let texts = columns.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.passed)/\($0.value.cases)" }
        lines.append("  \(row.call.padding(toLength: 32, withPad: " ", startingAt: 0))\(texts.joined(separator: "  "))")
      }
      lines.append("  " + Self.total(rows.flatMap { $0.value.values }))
    }
    lines.append(Self.total(cells.values.flatMap(\.values)))
    return lines.joined(separator: "\n")
  }

  private static func total(_ cells: [Cell]) -> String {
    func sum(_ value: (Cell) -> Int) -> Int { cells.reduce(0) { $0 + value($1) } }
    return "total: \(sum(\.cases)) cases, \(sum(\.passed)) passed, of these \(sum(\.refused)) by refusing to start; "
      + "\(sum(\.notReached)) calls were not made this time"
  }
}
