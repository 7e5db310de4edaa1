import Unix

/// Why nothing can be learnt of a service, or nothing be said to it.
enum ServiceProblem: Error {
  /// The service directory can't be entered.
  case noDirectory(Errno)
  /// There was a `runsv`, and it is gone.
  case notRunning
  /// `unable to open supervise/ok` and the like; without a reason the text says it all.
  case unable(CString, Errno?)

  /// What the kernel said, if it has said anything.
  var reason: Errno? {
    switch self {
    case .noDirectory(let reason): reason
    case .unable(_, let reason): reason
    case .notRunning: nil
    }
  }

  var isNotRunning: Bool { if case .notRunning = self { true } else { false } }

  /// Whether there is no service of that name.
  var isMissingService: Bool { if case .noDirectory(.noSuchFile) = self { true } else { false } }

  /// Whether a service without a `runsv` is the problem: it may be only that it has not started yet.
  var isMissingSupervisor: Bool {
    switch self {
    case .notRunning: true
    case .unable(_, let reason): reason == .noSuchFile
    case .noDirectory: false
    }
  }
}
