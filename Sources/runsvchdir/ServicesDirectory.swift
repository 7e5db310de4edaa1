import Console
import Unix

/// The directory in which the links `current` and `previous` choose among sets of services.
struct ServicesDirectory {
  /// Why the set stays as it is.
  enum Problem: Error {
    /// The name is none of a set.
    case name(because: CString)
    case failure(Failure)
  }

  private static let current: CString = "current"
  private static let previous: CString = "previous"
  private static let new: CString = "current.new"

  private let path = Environment["RUNSVDIR"] ?? "/etc/runit/runsvdir"

  /// Makes `name` the current set; `false` when it was so already.
  func change(to name: CString) throws(Problem) -> Bool {
    guard name[0] != UInt8(ascii: ".") else { throw .name(because: "must not start with a dot.") }
    do throws(Failure) {
      try explain("unable to chdir:", path, FileSystem.changeDirectory(path))
    } catch {
      throw .failure(error)
    }
    let set = try status(of: name)
    do throws(Failure) {
      let current = try explain("unable to stat:", Self.current, FileStatus(Self.current))
      if set.identity == current.identity { return false }
      try replaceCurrent(by: name)
      return true
    } catch {
      throw .failure(error)
    }
  }

  private func status(of name: CString) throws(Problem) -> FileStatus {
    let status: FileStatus
    do throws(Errno) {
      status = try FileStatus(name)
    } catch {
      if error == .noSuchFile { throw .name(because: error.text) }
      throw .failure(Failure("unable to stat:", name, error))
    }
    guard status.kind == .directory else { throw .name(because: "not a directory.") }
    return status
  }

  /// Exchanges the two, so that there is no moment without a `current`: runsvdir would see all services gone.
  private func replaceCurrent(by name: CString) throws(Failure) {
    try remove(Self.new)
    try explain("unable to create:", Self.new, FileSystem.makeSymbolicLink(Self.new, to: name))
    try remove(Self.previous)
    do throws(Errno) {
      try BaseDirectory.working.exchange(Self.new, with: Self.current)
    } catch {
      guard error == .invalidArgument || error == .notImplemented else {
        throw Failure("unable to rename: current.new to:", Self.current, error)
      }
      // The file system can't exchange. As in runit there is a moment without, in which runsvdir keeps what it has.
      try explain("unable to copy: current to:", Self.previous, FileSystem.rename(Self.current, to: Self.previous))
      try explain("unable to move: current.new to:", Self.current, FileSystem.rename(Self.new, to: Self.current))
      return
    }
    try explain("unable to rename: current.new to:", Self.previous, FileSystem.rename(Self.new, to: Self.previous))
  }

  private func remove(_ path: CString) throws(Failure) {
    do throws(Errno) {
      try FileSystem.remove(path)
    } catch {
      if error != .noSuchFile { throw Failure("unable to unlink:", path, error) }
    }
  }
}
