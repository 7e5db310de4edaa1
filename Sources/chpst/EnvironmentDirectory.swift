import Console
import RunitCore
import Unix

/// A directory whose files are variables.
struct EnvironmentDirectory {
  private let path: CString
  /// What a subdirectory means: nothing, something to mention, or the end.
  private let subdirectories: Subdirectories

  private enum Subdirectories { case ignored, mentioned, refused }

  init(_ path: CString, _ options: LaunchOptions<CString>) {
    self.path = path
    subdirectories = options.name == .envdir ? .refused : options.isVerbose ? .mentioned : .ignored
  }

  /// Sets and removes the variables in `environment`.
  func apply(to environment: inout EnvironmentBlock) throws(Failure) {
    let start = try explain("unable to open current directory", nil, FileDescriptor.handle(of: "."))
    try explain("unable to switch to directory:", path, FileSystem.changeDirectory(path))
    var directory = try explain("unable to open directory:", path, Directory("."))
    while let name = try explain("unable to read directory:", path, directory.next()) {
      guard name[0] != UInt8(ascii: "."), let content = try content(of: name) else { continue }
      environment.put(CString(keeping: EnvironmentFile.assignment(name.bytes, content.span).span))
    }
    try explain("unable to switch to starting directory", nil, FileSystem.changeDirectory(start))
  }

  /// The content of the file `name`; `nil` for a directory that does not matter. What is not there is empty: a link that
  /// leads nowhere removes its variable.
  private func content(of name: CString) throws(Failure) -> [UInt8]? {
    do throws(Errno) {
      return try FileDescriptor.read(name).readToEnd()
    } catch .noSuchFile {
      return []
    } catch .isDirectory where subdirectories != .refused {
      if subdirectories == .mentioned { Reporter("chpst").report(.warning, failure(name, .isDirectory)) }
      return nil
    } catch {
      throw failure(name, error)
    }
  }

  private func failure(_ name: CString, _ reason: Errno) -> Failure {
    Path(path, "/", name).withCString { file in
      Failure("unable to read", lasting: CString(keeping: file.bytes), reason)
    }
  }
}
