import Console
import RunitCore
import Unix

/// `sv tree`: services and, indented below each, what it needs.
struct TreeVerb: ~Copyable {
  private static var synopsis: CString { "tree [service ...]" }

  private let root: CString
  private let names: [CString]
  private var directory: ServiceDirectory
  private var output = Output(to: .output)
  private var shown = NameSet()
  private let hasColour = Terminal(.output).hasColour

  init(_ invocation: Invocation) throws(VerbProblem) {
    names = try VerbWords(invocation.operands, synopsis: Self.synopsis).operands
    root = invocation.root
    directory = ServiceDirectory(in: ServicesDirectory(root))
  }

  consuming func run() throws(VerbProblem) -> CInt {
    if names.isEmpty {
      for path in try roots() { show(path) }
    } else {
      for name in names { show(name.isPath ? Path(name) : Path(root, "/", name)) }
    }
    output.flush()
    return 0
  }

  /// The services that nobody needs, and one of each cycle that nobody else needs.
  private func roots() throws(VerbProblem) -> [Path] {
    let root = Path(root)
    let names = try explain("unable to read directory", self.root) { () throws(Errno) in try root.allEntries() }
    // Files among the services are none of runsvdir's business, nor of ours.
    let services = names.filter { root.entry($0).kind == .directory || !root.entry($0).exists }
    let needs = services.map { DependencyNames(of: root.entry($0)).names }
    return DependencyForest(services.map { $0.copiedBytes }, needs).roots.map { root.entry(services[$0]) }
  }

  /// Prints a service and all that it needs, each of them with its own needs only once: a service may be needed in as many
  /// ways as there are paths to it.
  private mutating func show(_ root: Path) {
    var pending = [(path: root, depth: 0)]
    while let (path, depth) = pending.popLast() {
      let isNew = shown.insert(path.copiedBytes.span)
      printLine(path, depth, isNew)
      guard isNew else { continue }
      for name in DependencyNames(of: path).names.reversed() { pending.append((path.sibling(name), depth + 1)) }
    }
  }

  @inline(never)
  private mutating func printLine(_ path: Path, _ depth: Int, _ isNew: Bool) {
    for _ in 0..<depth { output.append("  ") }
    output.append(printable: path.name.span)
    output.append(" (")
    let service = snapshot(path)
    Table.Cell(service.word, service.mood(now: Session.now).colour).write(to: &output, inColour: hasColour)
    output.append(isNew ? ")\n" : "), see above\n")
  }

  private mutating func snapshot(_ path: Path) -> ServiceSnapshot {
    path.withCString { directory.snapshot(of: $0) }
  }
}
