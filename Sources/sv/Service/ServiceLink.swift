import CLibc
import RunitCore
import Unix

/// The link by which a service directory is among the services.
struct ServiceLink {
  /// Why it can't be as it should.
  struct Problem: Error {
    let text: CString
    let object: Path
    let reason: Errno?

    init(_ text: CString, _ object: Path, _ reason: Errno? = nil) {
      self.text = text
      self.object = object
      self.reason = reason
    }
  }

  /// The name of the service.
  let name: Path
  /// Where the link is.
  let path: Path
  /// Where it is to lead.
  let source: Path

  /// The link for `word`: the name of a directory in $SVSRCDIR, or a path.
  @inline(never)
  init(_ word: CString, in root: CString) {
    var bytes = Path(word).copiedBytes
    bytes.removeSlashesAtEnd()
    name = Path(Path(word).name)
    path = Path(root, "/").joined(name)
    source = bytes.startOfLastComponent > 0 ? Path(word) : Path(Self.sourceDirectory, "/").joined(name)
  }

  /// The links for the operands of a verb.
  @inline(never)
  static func all(_ words: [CString], in root: CString) -> [ServiceLink] { words.map { ServiceLink($0, in: root) } }

  /// Where the service directories are that could be enabled.
  static var sourceDirectory: CString { Environment["SVSRCDIR"] ?? "/etc/sv" }

  /// Makes the link, unless it is there already. With `staysDown` the service is not to start by itself.
  func make(staysDown: Bool) throws(Problem) {
    try findSource()
    let run = source.joined("/run")
    if let problem = run.scriptProblem { throw Problem(problem.briefly, run) }
    if staysDown { try makeDownFile() }
    let target = try absoluteSource()
    do throws(Errno) {
      try path.withCString { (path) throws(Errno) in
        try target.withCString { (target) throws(Errno) in try FileSystem.makeSymbolicLink(path, to: target) }
      }
    } catch {
      guard error == .fileExists else { throw Problem("unable to make ", path, error) }
      guard path.identity == source.identity else { throw Problem("there is something else already: ", path) }
    }
  }

  private func findSource() throws(Problem) {
    do throws(Errno) {
      try source.withCString { (source) throws(Errno) in
        guard try FileStatus(source).kind == .directory else { throw .notDirectory }
      }
    } catch {
      throw Problem("no service directory: ", source, error)
    }
  }

  private func makeDownFile() throws(Problem) {
    let file = source.joined("/down")
    do throws(Errno) {
      _ = try file.withCString { (file) throws(Errno) in try FileDescriptor.append(to: file, mode: 0o644) }
    } catch {
      throw Problem("unable to make ", file, error)
    }
  }

  /// The source from the root of the file system: a link's text is read from where the link is.
  private func absoluteSource() throws(Problem) -> Path {
    if source.copiedBytes.first == UInt8(ascii: "/") { return source }
    do throws(Errno) {
      let directory = try FileSystem.workingDirectory()
      return directory.withCString { Path($0, "/").joined(source) }
    } catch {
      throw Problem("unable to find the working directory", Path(""), error)
    }
  }

  /// Whether there is a file `down`.
  var isNormallyDown: Bool { source.joined("/down").exists }

  /// Removes the link.
  ///
  /// - Returns: what is left of the service; `nil` when there was no link.
  func remove(in root: CString) throws(Problem) -> Departure? {
    guard let target = try target() else { return nil }
    let departure: Departure
    do throws(ServiceProblem) {
      departure = try Departure(of: name, in: root, target: target)
    } catch {
      throw Problem("unable to look at ", path, error.reason)
    }
    do throws(Errno) {
      try path.withCString { (path) throws(Errno) in try FileSystem.remove(path) }
    } catch {
      throw Problem("unable to remove ", path, error)
    }
    return departure
  }

  /// Where the link leads; `nil` when there is none.
  private func target() throws(Problem) -> Path? {
    do throws(Errno) {
      return try path.withCString { (path) throws(Errno) in try FileSystem.readLink(path) }.withCString { Path($0) }
    } catch {
      if error == .invalidArgument { throw Problem("not a link, and so not removed: ", path) }
      guard error == .noSuchFile else { throw Problem("unable to look at ", path, error) }
      guard source.exists else { throw Problem("no service of that name: ", path) }
      return nil
    }
  }
}

extension ScriptProblem {
  /// What is the matter with a file that is named behind it.
  fileprivate var briefly: CString {
    switch self {
    case .missing: "no file "
    case .directory: "a directory, and no script: "
    case .notExecutable: "not executable: "
    case .empty: "empty: "
    case .noInterpreterLine: "without #! and an interpreter: "
    case .carriageReturn: "with DOS line ends: "
    case .noInterpreter: "with an interpreter that does not exist: "
    case .unreadable: "unreadable: "
    }
  }
}
