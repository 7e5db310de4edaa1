import RunitCore
import Unix

/// `sv tree`: services and, indented below each, what it needs.
struct TreeVerb: ~Copyable {
  private static var synopsis: CString { "tree [service ...]" }

  private let root: CString
  private let names: [CString]
  private var directory: ServiceDirectory
  private var output = Output(to: .output)
  private let hasColour = Terminal(.output).hasColour

  init(_ invocation: Invocation) throws(VerbProblem) {
    names = try VerbWords(invocation.operands, synopsis: Self.synopsis).operands
    root = invocation.root
    directory = ServiceDirectory(in: ServicesDirectory(root))
  }

  consuming func run() throws(VerbProblem) -> CInt {
    if names.isEmpty {
      for path in try roots() { show(path, depth: 0, above: []) }
    } else {
      for name in names {
        show(name.isPath ? Path(name) : Path(root, "/", name), depth: 0, above: [])
      }
    }
    output.flush()
    return 0
  }

  /// The services that nobody needs, and one of each circle that nobody else needs.
  private func roots() throws(VerbProblem) -> [Path] {
    let names = try explain("unable to read directory", root) { () throws(Errno) in try ServiceNames.all(in: root) }
    let needs = names.map { DependencyNames(of: Path(root, "/").joined($0)).names }
    let graph = DependencyForest(names.map { $0.copiedBytes }, needs)
    return graph.roots.map { Path(root, "/").joined(names[$0]) }
  }

  @inline(never)
  private mutating func show(_ path: Path, depth: Int, above: [[UInt8]]) {
    for _ in 0..<depth { output.append("  ") }
    output.append(printable: path.name.span)
    output.append(" (")
    let service = snapshot(path)
    Table.Cell(service.word, service.mood(now: Session.now).colour).write(to: &output, inColour: hasColour)
    output.append(above.contains(path.name) ? "), see above\n" : ")\n")
    guard !above.contains(path.name) else { return }
    for name in DependencyNames(of: path).names {
      show(path.sibling(name), depth: depth + 1, above: above + [path.name])
    }
  }

  private mutating func snapshot(_ path: Path) -> ServiceSnapshot {
    path.withCString { directory.snapshot(of: $0) }
  }
}
