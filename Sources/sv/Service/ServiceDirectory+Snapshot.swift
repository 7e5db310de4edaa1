import CLibc
import RunitCore
import Unix

extension ServiceDirectory {
  /// All that is known of the service.
  @inline(never)
  mutating func snapshot() -> ServiceSnapshot {
    do throws(ServiceProblem) {
      let status = try status()
      return ServiceSnapshot(.supervised(status), detail: try detail(), isNormallyUp: !((try? has(.down)) ?? true))
    } catch {
      return ServiceSnapshot(Self.supervision(error))
    }
  }

  /// All that is known of the service `name`.
  @inline(never)
  mutating func snapshot(of name: CString) -> ServiceSnapshot {
    // Of a name in a directory that can't be opened there is nothing else to say.
    do throws(ServiceProblem) { try find(name) } catch { return ServiceSnapshot(Self.supervision(error)) }
    return snapshot()
  }

  private static func supervision(_ problem: ServiceProblem) -> ServiceSnapshot.Supervision {
    switch problem {
    case .notRunning: .notRunning
    case .noDirectory(.accessDenied), .unable(_, .accessDenied): .denied
    case .noDirectory(let reason): reason.isNoAnswer ? .unreadable : .broken
    case .unable(_, .noSuchFile): .never
    case .unable: .unreadable
    }
  }

  /// As ``snapshot()``, of the log service, if there is one.
  @inline(never)
  mutating func logSnapshot() -> ServiceSnapshot? {
    guard hasLog else { return nil }
    enterLog()
    defer { leaveLog() }
    return snapshot()
  }

  /// Whether there is such a directory.
  var exists: Bool { wholePath.kind == .directory }

  /// Whether the name leads to something, but to no directory.
  var isFile: Bool {
    let kind = wholePath.kind
    return kind != nil && kind != .directory
  }

  /// The content of `supervise/detail`, if there is any. That it can't be had for want of something is not its absence.
  @inline(never)
  mutating func detail() throws(ServiceProblem) -> ServiceDetail? {
    do throws(Errno) {
      return try hasOurSupervisor() ? try readDetail() : nil
    } catch {
      if error.isNoAnswer { throw .unable("unable to read supervise/detail", error) }
      return nil
    }
  }

  private mutating func readDetail() throws(Errno) -> ServiceDetail? {
    let file = try open("supervise/detail", O_RDONLY)
    // One read gets all of it, unless keys were added since this program was built.
    var text = TextBuffer<2048>()
    try text.replace { (span) throws(Errno) in try file.read(into: &span) }
    return ServiceDetail(decoding: text.span)
  }

  /// The process that a `runsv` of ours has left behind when it was killed; 0 when it has left none.
  var processLeftBehind: UInt32 {
    mutating get {
      guard let detail = (try? readDetail()) ?? nil, detail.processID != 0, let bootID = detail.bootID,
        let startTime = detail.startTime
      else { return 0 }
      let boot = Path("/proc/sys/kernel/random/boot_id").content() ?? []
      let stat = Path.ofProcess(detail.processID, "/stat").content() ?? []
      let isSame = boot.span.firstLine.equals(bootID.span) && ProcessStat.startTime(stat.span) == startTime
      return isSame ? detail.processID : 0
    }
  }
}
