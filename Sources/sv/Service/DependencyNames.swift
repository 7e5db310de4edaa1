import RunitCore
import Unix

/// What `dependencies` and `dependencies.d` of a service directory say.
struct DependencyNames {
  /// The services on which this one depends, each once, as many as `runsv` goes by.
  private(set) var names: [[UInt8]] = []
  /// Lines that are no name.
  private(set) var others: [[UInt8]] = []
  /// Names with blanks or a carriage return beside them.
  private(set) var untidyNames: [[UInt8]] = []
  /// Whether there are more names than `runsv` goes by.
  private(set) var areTooMany = false
  /// Whether the last line of `dependencies` does not end with a newline.
  let lacksNewline: Bool

  /// Reads those of the service directory `path`.
  @inline(never)
  init(of path: Path) {
    let content = path.joined("/dependencies").content() ?? []
    lacksNewline = content.last.map { $0 != UInt8(ascii: "\n") } ?? false
    for line in LogFiles.split(content) { take(line) }
    // Most services have no such directory.
    for entry in path.joined("/dependencies.d").entries ?? [] { take(entry.copiedBytes) }
  }

  private mutating func take(_ bytes: [UInt8]) {
    let line = DependencyLine(bytes.span)
    let text = [UInt8](copying: line.text)
    switch line.kind {
    case .nothing: break
    case .invalid: others.append(text)
    case .name:
      if !line.isTidy { untidyNames.append(text) }
      guard !names.contains(text) else { return }
      if names.count < DependencyLine.mostNames { names.append(text) } else { areTooMany = true }
    }
  }
}
