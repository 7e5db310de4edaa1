import CLibc
import RunitCore
import Unix

extension ServiceDirectory {
  /// All that is known of the service.
  mutating func snapshot() -> ServiceSnapshot {
    do throws(ServiceProblem) {
      let status = try status()
      return ServiceSnapshot(.supervised(status), detail: detail(), isNormallyUp: lacks("down"))
    } catch {
      return ServiceSnapshot(Self.supervision(error))
    }
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
  mutating func logSnapshot() -> ServiceSnapshot? {
    guard hasLog else { return nil }
    enterLog()
    defer { leaveLog() }
    return snapshot()
  }

  /// Whether there is such a directory.
  var exists: Bool {
    (try? wholePath.withCString { (path) throws(Errno) in try FileStatus(path) })?.kind == .directory
  }

  /// Whether the name leads to something, but to no directory.
  var isFile: Bool {
    let status = try? wholePath.withCString { (path) throws(Errno) in try FileStatus(path) }
    return status.map { $0.kind != .directory } ?? false
  }

  /// The content of `supervise/detail`, if there is any.
  mutating func detail() -> ServiceDetail? {
    guard let file = try? open("detail", O_RDONLY) else { return nil }
    return Self.detail(from: file)
  }
}
