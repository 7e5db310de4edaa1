import Console
import RunitCore
import Unix

/// `sv lint`: what is wrong with service directories, before anything runs.
struct LintVerb {
  private static var synopsis: CString { "lint [directory ...]" }

  private let root: CString
  private let names: [CString]

  init(_ invocation: Invocation) throws(VerbProblem) {
    names = try VerbWords(invocation.operands, synopsis: Self.synopsis).operands
    root = invocation.root
  }

  /// Exits 1 when something was found.
  func run() throws(VerbProblem) -> CInt {
    var linter = Linter()
    if names.isEmpty { try inspectAll(Path(root), &linter) }
    for name in names {
      let path = path(of: name)
      if hasServices(path) { try inspectAll(path, &linter) } else { linter.inspect(path) }
    }
    linter.flush()
    return linter.hasFound ? 1 : 0
  }

  /// A service by its name, or else a path.
  private func path(of name: CString) -> Path {
    let service = Path(root, "/", name)
    if name.isPath { return Path(name) }
    return service.isTaken ? service : Path("./", name)
  }

  /// Whether it is a directory of services, and none itself.
  private func hasServices(_ path: Path) -> Bool {
    if path.joined("/run").exists { return false }
    for name in path.entries ?? [] where path.entry(name).joined("/run").exists { return true }
    return false
  }

  @inline(never)
  private func inspectAll(_ directory: Path, _ linter: inout Linter) throws(VerbProblem) {
    let names = try explain("unable to read the directory of services", nil) { () throws(Errno) in
      try directory.allEntries()
    }
    for name in names {
      let path = directory.entry(name)
      // Files among the services are none of runsvdir's business, nor of ours.
      if path.kind == nil || path.kind == .directory { linter.inspect(path) }
    }
  }
}
