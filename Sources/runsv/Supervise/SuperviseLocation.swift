import CLibc
import Console
import RunitCore
import Unix

/// Where the directory `supervise` is, which is made where it can be made.
struct SuperviseLocation: ~Copyable {
  /// The fallback directory, when that is used.
  let elsewhere: FileDescriptor?
  /// Whether the directory was not there before, so that it is empty.
  let isNew: Bool

  /// Makes `supervise` in the service directory, or follows a link that distributions put there, or falls back to /run.
  init(_ role: ServiceMachine.Role) throws(Failure) {
    let path: CString = role == .log ? "log/supervise" : "supervise"
    do throws(Errno) {
      try FileSystem.makeDirectory(path, mode: 0o700)
      elsewhere = nil
      isNew = true
    } catch {
      elsewhere = try Self.findOther(path, error, role)
      isNew = false
    }
  }

  /// Sees what there is in the place of a directory that could not be made.
  private static func findOther(
    _ path: CString, _ reason: Errno, _ role: ServiceMachine.Role
  ) throws(Failure) -> FileDescriptor? {
    let status = try explain("unable to stat", path, ifAnswered { () throws(Errno) in try FileStatus(ofLink: path) })
    if status?.kind == .symbolicLink {
      try followLink(at: path, role)
      return nil
    }
    switch reason {
    case .readOnlyFileSystem, .accessDenied, .notPermitted:
      return status != nil ? nil : try makeFallback(role)
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

  /// Finds or makes the place in `/run/runit`, and opens it.
  @inline(never)
  static func makeFallback(_ role: ServiceMachine.Role) throws(Failure) -> FileDescriptor {
    let place = try explain("unable to tell where the service is", nil, FallbackPlace(ofLog: role == .log))
    let existing = try explain("unable to look for a place in /run/runit", nil, place.existing())
    var next: SupervisePlace.Choice? = existing ?? .first
    while let choice = next {
      next = existing == nil ? choice.next : nil
      let path = try explain("unable to name a place in /run/runit", nil, place.path(choice))
      let directory: FileDescriptor? = try path.withCString { (path) throws(Failure) in
        makeDirectories(path)
        let directory = try explain("unable to open", path, FallbackPlace.open(path))
        let isOurs = try explain("unable to note the service directory in", path, place.claim(directory))
        if isOurs { return directory }
        if choice == .second { throw Failure("unable to use the place of another service:", path) }
        return nil
      }
      if let directory { return directory }
    }
    throw Failure("unable to find a place in /run/runit")
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
