import CLibc
import RunitCore
import Unix

/// A file that a service executes, looked at without running it.
enum ScriptFile {
  /// Why the file at `path` can't be executed; `nil` when nothing is wrong with it.
  static func problem(_ path: CString) -> ScriptProblem? {
    do throws(Errno) {
      let status = try FileStatus(path)
      if status.kind == .directory { return .directory }
      // The bits, and not our own rights: runsv is root as a rule.
      if status.mode & 0o111 == 0 { return .notExecutable }
      return problem(of: try head(of: path), at: path)
    } catch {
      return error == .noSuchFile ? .missing : .unreadable
    }
  }

  private static func head(of path: CString) throws(Errno) -> ScriptHead {
    let file = try FileDescriptor.read(path)
    var bytes = InlineArray<256, UInt8>(repeating: 0)
    var span = bytes.mutableSpan
    let count = try file.read(into: &span)
    return ScriptHead(bytes.span.extracting(..<count))
  }

  private static func problem(of head: ScriptHead, at path: CString) -> ScriptProblem? {
    switch head {
    case .binary: return nil
    case .empty: return .empty
    case .text: return .noInterpreterLine
    case .carriageReturn: return .carriageReturn
    case .script(let interpreter):
      var file = Path("")
      file.append(interpreter.span)
      return file.withCString { FileSystem.mayEnter($0) } ? nil : .noInterpreter(interpreter)
    }
  }
}
