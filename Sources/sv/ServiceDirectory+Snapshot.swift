import CLibc
import RunitCore
import Unix

extension ServiceDirectory {
  /// All that is known of the service.
  @inline(never)
  mutating func snapshot() -> ServiceSnapshot {
    do throws(ServiceProblem) {
      let status = try status()
      return ServiceSnapshot(.supervised(status), detail: detail(), isNormallyUp: !((try? has(.down)) ?? true))
    } catch {
      return ServiceSnapshot(Self.supervision(error))
    }
  }

  /// All that is known of the service `name`.
  @inline(never)
  mutating func snapshot(of name: CString) -> ServiceSnapshot {
    // Of a name in a directory that can't be opened there is nothing else to say.
    do throws(ServiceProblem) { try find(name) } catch { return ServiceSnapshot(.broken) }
    return snapshot()
  }

  private static func supervision(_ problem: ServiceProblem) -> ServiceSnapshot.Supervision {
    switch problem {
    case .notRunning: .notRunning
    case .noDirectory(.accessDenied), .unable(_, .accessDenied): .denied
    case .noDirectory: .broken
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

  /// The content of `supervise/detail`, if there is any.
  @inline(never)
  mutating func detail() -> ServiceDetail? {
    guard let file = try? open("supervise/detail", O_RDONLY), hasOurSupervisor else { return nil }
    return Self.detail(from: file)
  }
}
