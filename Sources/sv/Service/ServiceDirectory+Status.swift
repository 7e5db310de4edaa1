import CLibc
import Console
import RunitCore
import Unix

extension ServiceDirectory {
  /// How the service is, by its `runsv`.
  @inline(never)
  mutating func status() throws(ServiceProblem) -> ServiceStatus {
    try findSupervisor()
    let file = try explain("unable to open supervise/status") { (directory) throws(Errno) in
      try directory.open("supervise/status", O_RDONLY)
    }
    var bytes = InlineArray<20, UInt8>(repeating: 0)
    var span = bytes.mutableSpan
    let count: Int
    do throws(Errno) {
      count = try file.read(into: &span)
    } catch {
      throw .unable("unable to read supervise/status", error)
    }
    guard let status = ServiceStatus(decoding: bytes.span.extracting(..<count)) else {
      throw .unable("unable to read supervise/status: bad format", nil)
    }
    return status
  }

  /// Makes sure that a `runsv` is there: it alone reads `supervise/ok`.
  private mutating func findSupervisor() throws(ServiceProblem) {
    do throws(Errno) {
      _ = try open("supervise/ok", O_WRONLY)
    } catch .noSuchDevice {
      throw .notRunning
    } catch {
      try findDirectory()
      if error == .noSuchFile, try findFallback() { return try findSupervisor() }
      throw .unable("unable to open supervise/ok", error)
    }
  }

  /// Makes sure that the service directory itself is not the problem.
  private func findDirectory() throws(ServiceProblem) {
    do throws(Errno) {
      try wholePath.withCString { (path) throws(Errno) in
        guard try FileStatus(path).kind == .directory else { throw .notDirectory }
        guard FileSystem.mayEnter(path) else { throw .accessDenied }
      }
    } catch {
      throw .noDirectory(error)
    }
  }

  /// Whether there is a log service, or something in its place.
  var hasLog: Bool {
    mutating get { (try? has(.log)) ?? true }
  }

  /// Whether the directory, or the link to it, came into being a moment ago, so that its `runsv` may be on its way.
  var isNew: Bool {
    let newest = Clock.realtime.seconds - Self.newSeconds
    let isNew = try? wholePath.withCString { (path) throws(Errno) in
      let link = try FileStatus(ofLink: path)
      let directory = try FileStatus(path)
      return max(link.modificationSeconds, directory.modificationSeconds) > newest
    }
    return isNew ?? false
  }

  private static var newSeconds: Int64 { 10 }

  /// What `runsv` knows beyond `status`; runit's own knows nothing.
  @inline(never)
  mutating func readiness(_ status: ServiceStatus) throws(ServiceProblem) -> Readiness {
    guard mayTellMore(status), let detail = try detail() else { return .untracked }
    return Readiness(status, detail)
  }

  /// Whether its `runsv` is not runit's, beside which `supervise/detail` may be old: only ours reads `dependents`, and makes
  /// it before `ok`. A log service has no such FIFO.
  mutating func hasOurSupervisor() throws(Errno) -> Bool {
    do throws(Errno) {
      _ = try open("supervise/dependents", O_WRONLY)
      return true
    } catch {
      if error.isNoAnswer { throw error }
      return error == .noSuchFile ? path.name.span.equals("log") : error != .noSuchDevice
    }
  }

  /// Whether it is worth reading `supervise/detail`. Of a running service it tells more than `status` only if its
  /// directory asks for that, and to see that it does not is quicker.
  private mutating func mayTellMore(_ status: ServiceStatus) -> Bool {
    guard status.processID != 0 else { return status.state == .down && status.isWantedUp }
    guard status.state == .run else { return false }
    let entries = lookAround()
    return entries.mayContain(.notificationDescriptor) || entries.mayContain(.checkInterval)
  }

  /// Writes `bytes` to the service's `runsv`.
  mutating func send(_ bytes: Literal) throws(ServiceProblem) {
    let control = try openControl()
    do throws(Errno) {
      // So few bytes are written whole or not at all.
      _ = try control.write(bytes.span)
    } catch {
      throw .unable("unable to write to supervise/control", error)
    }
  }

  /// Whether `runsv` has read all commands that it was given.
  mutating func hasReadCommands() throws(ServiceProblem) -> Bool { try openControl().pipeFill?.used == 0 }

  private mutating func openControl() throws(ServiceProblem) -> FileDescriptor {
    let control: FileDescriptor
    do throws(Errno) {
      control = try open("supervise/control", O_WRONLY)
    } catch {
      throw error == .noSuchDevice ? .notRunning : .unable("unable to open supervise/control", error)
    }
    guard (try? FileStatus(of: control))?.kind == .fifo else { throw .unable("supervise/control is not a fifo", nil) }
    return control
  }

  private mutating func explain<Value: ~Copyable>(
    _ action: CString, _ call: (inout ServiceDirectory) throws(Errno) -> Value
  ) throws(ServiceProblem) -> Value {
    do throws(Errno) { return try call(&self) } catch { throw .unable(action, error) }
  }
}
