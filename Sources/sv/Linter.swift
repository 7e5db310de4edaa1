import CLibc
import RunitCore
import Unix

/// Looks through service directories without running anything.
struct Linter: ~Copyable {
  private var output = Output(to: .output)
  private(set) var hasFound = false

  mutating func report(_ finding: Finding, _ file: Path) {
    hasFound = true
    finding.write(file.copiedBytes.span, to: &output)
  }

  mutating func flush() { output.flush() }

  /// Looks at the service directory `path`.
  mutating func inspect(_ path: Path) {
    guard let status = status(path) else {
      if let target = linkTarget(path) { return report(.danglingLink(target: target), path) }
      return report(.noServiceDirectory, path)
    }
    guard status.kind == .directory else { return report(.noServiceDirectory, path) }
    inspectScript(path.joined(Path("/run")))
    inspectLog(path.joined(Path("/log")))
    inspectOptionalScript(path.joined(Path("/finish")))
    inspectOptionalScript(path.joined(Path("/check")))
    inspectControls(path.joined(Path("/control")))
    inspectParameters(path)
    inspectDependencies(path)
  }

  private func status(_ path: Path) -> FileStatus? {
    try? path.withCString { (path) throws(Errno) in try FileStatus(path) }
  }

  private func linkTarget(_ path: Path) -> [UInt8]? {
    guard let target = try? path.withCString({ (path) throws(Errno) in try FileSystem.readLink(path) }) else {
      return nil
    }
    return target.withCString { Path($0).copiedBytes }
  }

  private mutating func inspectScript(_ path: Path) {
    if let target = linkTarget(path), status(path) == nil { return report(.danglingLink(target: target), path) }
    if let problem = path.withCString({ ScriptFile.problem($0) }) { report(.script(problem), path) }
  }

  private mutating func inspectOptionalScript(_ path: Path) {
    if status(path) != nil || linkTarget(path) != nil { inspectScript(path) }
  }

  private mutating func inspectLog(_ path: Path) {
    guard let log = status(path) else {
      if let target = linkTarget(path) { report(.danglingLink(target: target), path) }
      return
    }
    if log.kind == .directory { inspectScript(path.joined(Path("/run"))) } else { report(.logIsFile, path) }
  }

  private mutating func inspectControls(_ path: Path) {
    // Most services have none.
    guard let names = try? path.withCString({ (path) throws(Errno) in try ServiceNames.all(in: path) }) else { return }
    for name in names {
      let file = path.joined(Path("/")).joined(name)
      let isCommand = name.count == 1 && name.withCString { ControlCommand(byte: $0[0]) } != nil
      if isCommand { inspectScript(file) } else { report(.unknownControl, file) }
    }
  }

  private mutating func inspectParameters(_ path: Path) {
    var number: UInt8 = 0
    while let parameter = ParameterFile(rawValue: number) {
      number += 1
      let file = path.joined(Path("/", CString(parameter.name)))
      guard let content = content(of: file) else { continue }
      var parameters = ServiceParameters()
      guard parameters.take(parameter, from: content.span) else {
        var value = ByteCollector()
        value.append(content.span.firstLine.trimmed)
        report(.value(parameter, value.bytes), file)
        continue
      }
      if case .checkInterval = parameter, status(path.joined(Path("/check")))?.isOwnerExecutable != true {
        report(.nothingToCheck, file)
      }
    }
  }

  private func content(of path: Path) -> [UInt8]? {
    guard let file = try? path.withCString({ (path) throws(Errno) in try FileDescriptor.read(path) }) else {
      return nil
    }
    return LogFiles.read(file, from: 0, to: 128)
  }

  private mutating func inspectDependencies(_ path: Path) {
    let file = path.joined(Path("/dependencies"))
    let (names, others) = DependencyNames.read(path)
    for line in others { report(.noName(line), file) }
    if names.count > Self.mostDependencies { report(.tooManyDependencies, file) }
    for name in names where status(path.sibling(name.span)) == nil { report(.unknownService(name), file) }
    let cycle = DependencyGraph.cycle(from: path.name) { DependencyNames.read(path.sibling($0.span)).names }
    if let cycle { report(.cycle(cycle), file) }
  }

  /// As many as runsv watches.
  private static var mostDependencies: Int { 64 }
}

extension Path {
  /// Its last component.
  var name: [UInt8] {
    var bytes = copiedBytes
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    return Array(bytes[((bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...])
  }
}
