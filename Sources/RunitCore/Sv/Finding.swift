/// What `sv lint` finds wrong with a file of a service directory.
package enum Finding: Sendable {
  case script(ScriptProblem)
  /// The value of a parameter file makes no sense.
  case value(ParameterFile, [UInt8])
  /// `check-interval` without `check`.
  case nothingToCheck
  case logIsFile
  case noServiceDirectory
  case danglingLink(target: [UInt8])
  /// A file in `control` for a command that there is not.
  case unknownControl
  /// A line of `dependencies` that can't be a name.
  case noName([UInt8])
  /// A name in `dependencies` with blanks or a carriage return beside it.
  case untidyName([UInt8])
  /// The last line of `dependencies` has no newline.
  case noNewline
  case unknownService([UInt8])
  case tooManyDependencies
  /// The names on the way from a service to itself.
  case cycle([[UInt8]])

  /// Appends the line `FILE: problem: remedy`.
  package func write<Sink: TextSink & ~Copyable>(_ file: Span<UInt8>, to text: inout Sink) {
    text.append(printable: file)
    text.append(": ")
    writeProblem(to: &text)
    text.append(": ")
    writeRemedy(file, to: &text)
    text.append("\n")
  }

  private func writeProblem<Sink: TextSink & ~Copyable>(to text: inout Sink) {
    switch self {
    case .script(let problem): problem.write(to: &text)
    case .value(_, let value): text.append("invalid value ", quoting: value)
    case .nothingToCheck: text.append("there is no executable check")
    case .logIsFile: text.append("is not a directory")
    case .noServiceDirectory: text.append("is no service directory")
    case .danglingLink(let target): text.append("leads to what does not exist, ", quoting: target)
    case .unknownControl: text.append("no command has this letter")
    case .noName(let name): text.append("not the name of a service, ", quoting: name)
    case .untidyName(let name): text.append("blanks or a carriage return beside the name ", quoting: name)
    case .noNewline: text.append("the last line has no newline")
    case .unknownService(let name): text.append("no such service, ", quoting: name)
    case .tooManyDependencies: text.append("names more than 64 services")
    case .cycle(let names):
      text.append("dependency cycle ")
      for (index, name) in names.enumerated() {
        if index > 0 { text.append(" -> ") }
        text.append(printable: name.span)
      }
    }
  }

  private func writeRemedy<Sink: TextSink & ~Copyable>(_ file: Span<UInt8>, to text: inout Sink) {
    switch self {
    case .script(let problem): problem.writeRemedy(for: file, to: &text)
    case .value(let parameter, _): text.append(parameter.expectation)
    case .nothingToCheck: text.append("write check, or remove this file")
    case .logIsFile: text.append("make it a directory with a file run in it")
    case .noServiceDirectory: text.append("make a directory with a file run in it")
    case .danglingLink: text.append("remove it, or make what it leads to")
    case .unknownControl: text.append("name it after one of u d o x t k p c h a i q 1 2")
    case .noName: text.append("write a name a line, without slashes or a dot in front")
    case .untidyName: text.append("write the name alone")
    case .noNewline: text.append("end it with one")
    case .unknownService: text.append("correct the name, or enable that service")
    case .tooManyDependencies: text.append("have one service stand for several")
    case .cycle: text.append("take one of them out")
    }
  }
}

extension ParameterFile {
  /// What the file should hold.
  fileprivate var expectation: Literal {
    switch self {
    case .notificationDescriptor: "write the number of a descriptor, 3 or more"
    case .checkInterval, .checkTimeout: "write milliseconds, 1 or more"
    case .checkFailures: "write a number, 1 or more"
    case .killTimeout, .finishTimeout: "write milliseconds, or 0 for never"
    case .downSignal: "write the name or number of a signal"
    case .restartDelay: "write milliseconds, and perhaps the longest delay behind them"
    case .restartLimit: "write a number of deaths and within how many seconds"
    case .type: "write longrun or oneshot"
    }
  }
}

extension TextSink where Self: ~Copyable {
  fileprivate mutating func append(_ words: Literal, quoting text: [UInt8]) {
    append(words)
    append("`")
    append(printable: text.span)
    append("'")
  }
}

/// Which services need which.
package enum DependencyGraph {
  /// A way from `start` to itself, both ends named; `nil` when there is none. `needs` names what a service needs.
  package static func cycle(from start: [UInt8], needs: ([UInt8]) -> [[UInt8]]) -> [[UInt8]]? {
    var visited: [[UInt8]] = []
    return way(from: start, to: start, &visited, needs)
  }

  private static func way(
    from name: [UInt8], to goal: [UInt8], _ visited: inout [[UInt8]], _ needs: ([UInt8]) -> [[UInt8]]
  ) -> [[UInt8]]? {
    for next in needs(name) {
      if next == goal { return [name, next] }
      guard !visited.contains(next) else { continue }
      visited.append(next)
      if let rest = way(from: next, to: goal, &visited, needs) { return [name] + rest }
    }
    return nil
  }
}
