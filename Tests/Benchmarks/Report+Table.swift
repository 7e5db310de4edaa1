import Foundation

/// The results as text that is both a table on a terminal and Markdown.
struct TableReport {
  let results: Results
  let machine: Machine

  func text() -> String {
    var lines = [machine.summary, "", "Medians, ± half the distance between the quartiles\(ratioExplanation)."]
    for measure in results.measures {
      let rows = results.rows.filter { $0.measure == measure.name }
      let failures = (results.failures + results.refusals).filter { $0.measure == measure.name }
      if rows.isEmpty, failures.isEmpty { continue }  // interrupted before
      lines += ["", "## " + measure.name, "", measure.summary, ""]
      lines += TableReport.aligned([header] + rows.map(cells))
      if !failures.isEmpty { lines.append("") }
      for failure in failures { lines.append("\(failure.suite): not measured: \(failure.reason)") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var ratioExplanation: String {
    results.reference.map { "; the last column is \(SuiteSearch.ours) as a multiple of \($0.name)" } ?? ""
  }

  private var header: [String] {
    [""] + results.suites.map(\.name) + (results.reference.map { ["× " + $0.name] } ?? [])
  }

  private func cells(_ row: Results.Row) -> [String] {
    let values = results.suites.map { suite in
      guard let statistics = row.statistics(suite) else { return "–" }
      let spread = (statistics.spread * 100).rounded()
      return row.figure.unit.text(statistics.median) + (spread > 0 ? " ± \(Int(spread)) %" : "")
    }
    guard let reference = results.reference else { return [row.figure.name] + values }
    let ratio = row.ratio(results.suites[0], to: reference).map { Unit.digits($0) } ?? "–"
    return [row.figure.name] + values + [ratio]
  }

  /// Rows of a Markdown table with columns of equal width: the first to the left, the others to the right.
  static func aligned(_ rows: [[String]]) -> [String] {
    guard let header = rows.first else { return [] }
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + space : space + cell.0
      }
      return "| " + padded.joined(separator: " | ") + " |"
    }
    let rule = widths.enumerated().map { column, width in
      String(repeating: "-", count: width + (column == 0 ? 2 : 1)) + (column == 0 ? "" : ":")
    }
    return [line(header), "|" + rule.joined(separator: "|") + "|"] + rows.dropFirst().map(line)
  }
}
