import RunitCore
import Unix

/// `sv lint`: what is wrong with service directories, before anything runs.
struct LintVerb {
  private static var synopsis: StaticString { "lint [directory ...]" }

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
    let isService = (try? service.withCString { (path) throws(Errno) in try FileStatus(ofLink: path) }) != nil
    let isPath = name[0] == UInt8(ascii: "/") || name[0] == UInt8(ascii: ".")
    if isService && !isPath { return service }
    return isPath ? Path(name) : Path("./", name)
  }

  /// Whether it is a directory of services, and none itself.
  private func hasServices(_ path: Path) -> Bool {
    if isThere(path.joined(Path("/run"))) { return false }
    guard let names = try? path.withCString({ (path) throws(Errno) in try ServiceNames.all(in: path) }) else {
      return false
    }
    return names.contains { isThere(path.joined(Path("/")).joined($0).joined(Path("/run"))) }
  }

  private func isThere(_ path: Path) -> Bool {
    (try? path.withCString { (path) throws(Errno) in try FileStatus(path) }) != nil
  }

  private func inspectAll(_ directory: Path, _ linter: inout Linter) throws(VerbProblem) {
    let names: [Path]
    do throws(Errno) {
      names = try directory.withCString { (path) throws(Errno) in try ServiceNames.all(in: path) }
    } catch {
      throw .fatal(Failure("unable to read the directory of services", nil, error))
    }
    for name in names {
      let path = directory.joined(Path("/")).joined(name)
      // Files among the services are none of runsvdir's business, nor of ours.
      let kind = (try? path.withCString { (path) throws(Errno) in try FileStatus(path) })?.kind
      if kind == nil || kind == .directory { linter.inspect(path) }
    }
  }
}
