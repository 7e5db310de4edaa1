import Console
import RunitCore
import Unix

/// How the files in `supervise` are called from where `runsv` works.
struct Paths {
  let base: BaseDirectory
  /// What is left out of `log/supervise/NAME`.
  private let skipped: Int
  private let isElsewhere: Bool

  init(_ role: ServiceMachine.Role, _ elsewhere: borrowing FileDescriptor?) {
    switch elsewhere {
    case .some(let directory):
      base = BaseDirectory(directory)
      skipped = 14
      isElsewhere = true
    case .none:
      base = .working
      skipped = role == .log ? 0 : 4
      isElsewhere = false
    }
  }

  /// The path of a file that is given as `log/supervise/NAME`.
  func callAsFunction(_ path: CString) -> CString { path.dropFirst(skipped) }

  /// What to say of a call on the file `path` that failed: that file is named by its whole path where it lies elsewhere.
  @inline(never)
  func failure(_ action: CString, _ path: CString, _ reason: Errno) -> Failure {
    guard isElsewhere, var whole = try? base.canonicalPath(), whole.append("/"), whole.append(path) else {
      return Failure(action, path, reason)
    }
    return whole.withCString { Failure(action, $0, reason) }
  }

  /// Makes a call on the file `path`, and says what was tried when it fails.
  @inline(__always)
  func explain<Value: ~Copyable>(
    _ action: CString, _ path: CString, _ call: () throws(Errno) -> Value
  ) throws(Failure) -> Value {
    do throws(Errno) { return try call() } catch { throw failure(action, path, error) }
  }
}
