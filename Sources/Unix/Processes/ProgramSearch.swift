import CLibc

/// The search for a program along `PATH`, by runit's rules, which are not quite those of `execvp`: nothing is ever handed
/// to a shell, and an error that another directory can't mend ends the search.
///
/// It needs no memory, so that a child of ``ChildPlan`` may search as well.
package enum ProgramSearch {
  /// Where programs are looked for when there is no `PATH`.
  private static var defaultPath: CString { "/bin:/usr/bin" }

  /// Becomes `program` with `arguments`, the first of which is its own name, and with this process's environment. The
  /// corresponding C function is `execve`.
  ///
  /// A name with a slash is a file. Any other is looked for in the directories of `path`, of which an empty one is the
  /// working directory.
  ///
  /// - Returns: only when nothing was executed, with the reason.
  package static func execute(
    _ program: CString, _ arguments: Arguments, path: CString? = Environment["PATH"]
  ) -> Errno {
    search(program, path) { file in
      _ = unsafe execve(file.pointer, arguments.pointer, libc_environ())
      return .current
    } ?? .noSuchFile
  }

  /// The file that ``execute(_:_:path:)`` would become, so that a program which is started often is looked for once.
  package static func locate(_ program: CString, path: CString? = Environment["PATH"]) throws(Errno) -> PathBuffer {
    var found = PathBuffer()
    let obstacle = search(program, path) { file in
      guard unsafe access(file.pointer, X_OK) == 0 else { return .current }
      if (try? FileStatus(file))?.kind == .directory { return .accessDenied }
      return found.append(file) ? nil : .nameTooLong
    }
    if let obstacle { throw obstacle }
    return found
  }

  /// Tries the files that `program` may be until one is found for which `attempt` has nothing to object, or an
  /// objection that another directory can't mend.
  private static func search(_ program: CString, _ path: CString?, _ attempt: (CString) -> Errno?) -> Errno? {
    guard program.firstIndex(of: UInt8(ascii: "/")) == nil else { return attempt(program) }
    var rest = path ?? defaultPath
    var obstacle: Errno?
    while true {
      let length = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.count
      let reason = Self.attempt(program, in: rest.bytes.extracting(0..<length), attempt)
      switch reason {
      case nil: return nil
      case .noSuchFile: break
      case .accessDenied, .notPermitted, .isDirectory: obstacle = reason
      default: return reason
      }
      if rest[length] == 0 { return obstacle ?? .noSuchFile }
      rest = rest.dropFirst(length + 1)
    }
  }

  private static func attempt(
    _ program: CString, in directory: Span<UInt8>, _ attempt: (CString) -> Errno?
  ) -> Errno? {
    var file = PathBuffer()
    let fits =
      (directory.isEmpty ? file.append(".") : file.append(directory)) && file.append("/") && file.append(program)
    return fits ? file.withCString { attempt($0) } : .nameTooLong
  }
}
