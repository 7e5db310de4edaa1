import CLibc
import RunitCore
import Unix

/// A service directory, found by the name that the user gave it.
///
/// It is opened once, from the directory of all services, and everything in it is found from there: that takes fewer steps
/// of the kernel than to come from the root of the file system each time. One value goes from service to service, so that
/// memory is asked for once.
struct ServiceDirectory: ~Copyable {
  /// The directory of all services, where ``path`` begins unless the name is a path itself.
  private var services: ServicesDirectory
  private var isPath = false
  private(set) var path = Path("")
  /// What ``path`` is relative to, behind its first `skipped` bytes.
  private var start = BaseDirectory.working
  private var skipped = 0
  private var parent = ParentDirectory()
  /// The directory; `nil` when it can't be read, which does not keep anybody from finding by its path what is in it.
  private var directory: FileDescriptor?
  /// Where the files of `runsv` are when that is not `supervise` in the service directory.
  private var fallback: Path?
  /// What the directory may hold; `nil` until somebody asks.
  private var entries: ServiceEntries?

  /// A directory in `services`, to be told by ``find(_:)`` which.
  @inline(never)
  init(in services: consuming ServicesDirectory) { self.services = services }

  /// Goes to the service `name`. One that looks like a path is one; all others are names of entries.
  @inline(never)
  mutating func find(_ name: CString) throws(ServiceProblem) {
    guard !name.isEmpty else { throw .noDirectory(.noSuchFile) }
    isPath = Self.isPath(name)
    if isPath {
      (start, skipped) = parent.start(of: name) ?? (.working, 0)
    } else {
      (start, skipped) = (try services.find(), 0)
    }
    path.truncate(to: 0)
    path.append(name)
    enter()
  }

  /// Opens the directory at ``path``.
  private mutating func enter() {
    let (start, skipped) = (start, skipped)
    directory = try? path.withCString { (path) throws(Errno) in
      try FileDescriptor.open(path.dropFirst(skipped), in: start, O_RDONLY | O_DIRECTORY)
    }
    fallback = nil
    entries = nil
  }

  /// Goes on to the directory `log` in it.
  mutating func enterLog() {
    path.append("/log")
    enter()
    entries = .unknown  // there is nothing to look for but `down`
  }

  /// Comes back from there.
  mutating func leaveLog() {
    path.truncate(to: path.count - 4)
    enter()
  }

  /// Whether a service of that name is looked for at that path, and not in the directory of all services.
  static func isPath(_ name: CString) -> Bool {
    let slash = UInt8(ascii: "/")
    return name[0] == slash || name[0] == UInt8(ascii: ".") || name[name.count - 1] == slash
  }

  /// The path of the directory, for calls that know no other place to begin than the working directory.
  @inline(never)
  var wholePath: Path {
    isPath ? path : path.withCString { Path(services.path, "/", $0) }
  }

  /// The path of the directory where `runsv` keeps its files.
  var supervisePath: Path {
    if let fallback { return fallback }
    var path = wholePath
    path.append("/supervise")
    return path
  }

  /// Whether there is an entry `name`.
  mutating func has(_ name: CString) throws(Errno) -> Bool {
    switch directory {
    case .some(let directory): return try FileSystem.exists(name, in: BaseDirectory(directory))
    case nil:
      let (start, skipped) = (start, skipped)
      return try path.extended(by: "/", name) { (path) throws(Errno) in
        try FileSystem.exists(path.dropFirst(skipped), in: start)
      }
    }
  }

  /// Whether there is an entry that most services do not have.
  mutating func has(_ entry: ServiceEntry) throws(Errno) -> Bool {
    guard lookAround().mayContain(entry) else { return false }
    return try has(CString(entry.name))
  }

  /// What the directory may hold. One that can't be read, or is somebody's store of files, may hold anything.
  mutating func lookAround() -> ServiceEntries {
    if let entries { return entries }
    let found = readEntries()
    entries = found
    return found
  }

  private func readEntries() -> ServiceEntries {
    switch directory {
    case .some(let directory):
      var entries = ServiceEntries()
      let areAll = try? directory.forEachName(limit: Self.entriesLimit) { entries.insert($0.bytes) }
      return areAll == true ? entries : .unknown
    case nil: return .unknown
    }
  }

  /// Pieces of the directory that it is not worth to read more of.
  private static var entriesLimit: Int { 16 }

  /// Whether it is certain that there is no entry `name`.
  @inline(never)
  mutating func lacks(_ name: CString) -> Bool {
    do throws(Errno) { return try !has(name) } catch { return false }
  }

  /// Opens a file of `runsv`, which is given as `supervise/NAME`.
  mutating func open(_ file: CString, _ flags: CInt) throws(Errno) -> FileDescriptor {
    if var place = fallback {
      let name = file.dropFirst(Self.superviseLength)
      return try place.extended(by: "/", name) { (path) throws(Errno) in try FileDescriptor.open(path, flags) }
    }
    switch directory {
    case .some(let directory): return try FileDescriptor.open(file, in: BaseDirectory(directory), flags)
    case nil:
      let (start, skipped) = (start, skipped)
      return try path.extended(by: "/", file) { (path) throws(Errno) in
        try FileDescriptor.open(path.dropFirst(skipped), in: start, flags)
      }
    }
  }

  /// The length of `supervise/`.
  private static var superviseLength: Int { 10 }

  /// Turns to the place where `runsv` keeps its files when the service directory can't be written; `false` when it has
  /// none there either.
  mutating func findFallback() throws(ServiceProblem) -> Bool {
    guard fallback == nil, lacks("supervise") else { return false }
    do throws(Errno) {
      fallback = try FallbackDirectory.find(for: wholePath)
    } catch {
      if error.isNoAnswer { throw .unable("unable to open supervise/ok", error) }
    }
    return fallback != nil
  }
}

extension Path {
  /// Hands out the path with `separator` and `name` behind it.
  fileprivate mutating func extended<Result: ~Copyable>(
    by separator: CString, _ name: CString, _ body: (CString) throws(Errno) -> Result
  ) throws(Errno) -> Result {
    let length = count
    defer { truncate(to: length) }
    append(separator)
    append(name)
    return try withCString(body)
  }
}
