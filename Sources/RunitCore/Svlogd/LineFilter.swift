/// The rules of a log directory, in the order of its `config`: which lines it takes, and which go to standard error.
package struct LineFilter: Sendable {
  /// What a rule says of the lines that it matches. The raw value is the first character of its line.
  package enum Verdict: Unicode.Scalar, Sendable {
    case select = "+"
    case deselect = "-"
    case report = "e"
    case ignore = "E"
  }

  private struct Rule {
    let verdict: Verdict
    let pattern: LinePattern
  }

  private var rules: [Rule] = []

  package init() {}

  package var isEmpty: Bool { rules.isEmpty }

  /// Adds a rule behind those that are there.
  package mutating func append(_ verdict: Verdict, _ pattern: LinePattern) {
    rules.append(Rule(verdict: verdict, pattern: pattern))
  }

  /// Whether the directory takes `line`, and whether standard error does. For each the last rule that matches decides;
  /// without one the directory takes the line, standard error does not.
  package func decide(_ line: Span<UInt8>) -> (isSelected: Bool, isReported: Bool) {
    var isSelected: Bool?
    var isReported: Bool?
    for rule in rules.reversed() {
      switch rule.verdict {
      case .select, .deselect:
        if isSelected == nil, rule.pattern.matches(line) { isSelected = rule.verdict == .select }
      case .report, .ignore:
        if isReported == nil, rule.pattern.matches(line) { isReported = rule.verdict == .report }
      }
    }
    return (isSelected ?? true, isReported ?? false)
  }
}
