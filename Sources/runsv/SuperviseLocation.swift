import CLibc
import RunitCore
import Unix

/// Where the directory `supervise` is, which is made where it can be made.
struct SuperviseLocation: ~Copyable {
  /// The fallback directory, when that is used.
  let elsewhere: FileDescriptor?
  /// Whether the directory was not there before, so that it is empty.
  let isNew: Bool

  /// Makes `supervise` in the service directory, or follows a link that distributions put there, or falls back to /run.
  init(_ role: ServiceMachine.Role, name: borrowing ServiceName.Buffer) throws(Failure) {
    let path: CString = role == .log ? "log/supervise" : "supervise"
    do throws(Errno) {
      try FileSystem.makeDirectory(path, mode: 0o700)
      elsewhere = nil
      isNew = true
    } catch {
      elsewhere = try Self.findOther(path, error, role, name: name)
      isNew = false
    }
  }

  /// Sees what there is in the place of a directory that could not be made.
  private static func findOther(
    _ path: CString, _ reason: Errno, _ role: ServiceMachine.Role, name: borrowing ServiceName.Buffer
  ) throws(Failure) -> FileDescriptor? {
    if (try? FileStatus(ofLink: path))?.kind == .symbolicLink {
      try followLink(at: path, role)
      return nil
    }
    switch reason {
    case .readOnlyFileSystem, .accessDenied, .notPermitted:
      return exists(path) ? nil : try makeFallback(role, name: name)
    default: return nil  // what is there will do, or opening the lock in it says what is wrong
    }
  }

  /// Makes the directory that the link at `path` leads to.
  @inline(never)
  private static func followLink(at path: CString, _ role: ServiceMachine.Role) throws(Failure) {
    do throws(Errno) {
      let target = try FileSystem.readLink(path)
      target.withCString { target in
        if role == .log, target[0] != UInt8(ascii: "/") {
          _ = PathBuffer("log/", target)?.withCString { makeDirectories($0) }
        } else {
          makeDirectories(target)
        }
      }
    } catch {
      throw Failure("unable to readlink", path, error)
    }
  }

  private static func exists(_ path: CString) -> Bool { (try? FileStatus(ofLink: path)) != nil }

  /// Makes and opens `/run/runit/supervise.NAME`.
  @inline(never)
  private static func makeFallback(_ role: ServiceMachine.Role, name: borrowing ServiceName.Buffer) throws(Failure)
    -> FileDescriptor
  {
    var path = PathBuffer()
    _ = path.append("/run/runit/supervise.")
    name.withCString { _ = path.append($0) }
    if role == .log { _ = path.append("-log") }
    return try path.withCString { (path) throws(Failure) in
      makeDirectories(path)
      return try explain("unable to open", path, openFallback(path))
    }
  }

  /// Somebody else's directory would give him the service.
  private static func openFallback(_ path: CString) throws(Errno) -> FileDescriptor {
    let directory = try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    guard try FileStatus(of: directory).isOursAlone else { throw .notPermitted }
    return directory
  }

  /// Makes a directory and those above it. What can't be made shows when it is used.
  private static func makeDirectories(_ path: CString) {
    var prefix = PathBuffer()
    let bytes = path.bytes
    var end = 1
    while end <= bytes.count {
      if end == bytes.count || bytes[end] == UInt8(ascii: "/") {
        prefix.truncate(to: 0)
        guard prefix.append(bytes.extracting(..<end)) else { return }
        prefix.withCString { try? FileSystem.makeDirectory($0, mode: 0o700) }
      }
      end += 1
    }
  }
}
