import RunitCore
import Unix

/// Looks through service directories without running anything.
struct Linter: ~Copyable {
  private var output = Output(to: .output)
  private(set) var hasFound = false

  @inline(never)
  mutating func report(_ finding: Finding, _ file: Path) {
    hasFound = true
    finding.write(file.copiedBytes.span, to: &output)
  }

  mutating func flush() { output.flush() }

  /// Looks at the service directory `path`.
  mutating func inspect(_ path: Path) {
    guard path.exists || path.linkTarget == nil else { return reportDanglingLink(path) }
    guard path.kind == .directory else { return report(.noServiceDirectory, path) }
    inspectScript(path.joined("/run"))
    inspectLog(path.joined("/log"))
    inspectOptionalScript(path.joined("/finish"))
    inspectOptionalScript(path.joined("/check"))
    inspectControls(path.joined("/control"))
    inspectParameters(path)
    inspectDependencies(path)
  }

  private mutating func reportDanglingLink(_ path: Path) {
    report(.danglingLink(target: path.linkTarget?.copiedBytes ?? []), path)
  }

  @inline(never)
  private mutating func inspectScript(_ path: Path) {
    guard path.exists || !path.isTaken else { return reportDanglingLink(path) }
    if let problem = path.scriptProblem { report(.script(problem), path) }
  }

  private mutating func inspectOptionalScript(_ path: Path) {
    if path.isTaken { inspectScript(path) }
  }

  private mutating func inspectLog(_ path: Path) {
    switch path.kind {
    case .directory: inspectScript(path.joined("/run"))
    case nil: if path.isTaken { reportDanglingLink(path) }
    default: report(.logIsFile, path)
    }
  }

  private mutating func inspectControls(_ path: Path) {
    // Most services have none.
    for name in path.entries ?? [] {
      let file = path.entry(name)
      let isCommand = name.count == 1 && name.withCString { ControlCommand(byte: $0[0]) } != nil
      if isCommand { inspectScript(file) } else { report(.unknownControl, file) }
    }
  }

  private mutating func inspectParameters(_ path: Path) {
    var number: UInt8 = 0
    while let parameter = ParameterFile(rawValue: number) {
      number += 1
      let file = path.joined("/").joined(CString(parameter.name))
      guard let content = file.content(atMost: 128) else { continue }
      var parameters = ServiceParameters()
      guard parameters.take(parameter, from: content.span) else {
        report(.value(parameter, [UInt8](copying: content.span.firstLine.trimmed)), file)
        continue
      }
      if case .checkInterval = parameter, path.joined("/check").status?.isOwnerExecutable != true {
        report(.nothingToCheck, file)
      }
    }
  }

  private mutating func inspectDependencies(_ path: Path) {
    let file = path.joined("/dependencies")
    let needs = DependencyNames(of: path)
    for line in needs.others { report(.noName(line), file) }
    for name in needs.untidyNames { report(.untidyName(name), file) }
    if needs.lacksNewline { report(.noNewline, file) }
    if needs.areTooMany { report(.tooManyDependencies, file) }
    for name in needs.names where !path.sibling(name).exists { report(.unknownService(name), file) }
    let cycle = DependencyGraph.cycle(from: path.name) { DependencyNames(of: path.sibling($0)).names }
    if let cycle { report(.cycle(cycle), file) }
  }
}
