import Foundation

/// Whom a kill sweep kills.
enum Victim: String, CaseIterable {
  case runsv
  case runsvdir
  case svlogd
  case finish
  case check

  /// More often what matters more; the last two live for moments only, and are looked for.
  static let lots: [Victim] = [.runsv, .runsv, .runsv, .svlogd, .svlogd, .svlogd, .runsvdir, .finish, .check, .check]

  /// The processes of this kind in `tree`, with their service.
  func candidates(in tree: SweepTree) -> [(process: pid_t, service: String)] {
    if self == .runsvdir { return tree.runsvdir.poll() == nil ? [(tree.runsvdir.id, "")] : [] }
    let scan = tree.place("scan/")
    return ProcessTable.all.compactMap { entry in
      guard let directory = entry.workingDirectory, directory.hasPrefix(scan), isSelf(entry.arguments) else {
        return nil
      }
      let service = String(directory.dropFirst(scan.count).prefix { $0 != "/" })
      return (entry.id, service)
    }
    .sorted { ($0.service, $0.process) < ($1.service, $1.process) }
  }

  private func isSelf(_ arguments: [String]) -> Bool {
    switch self {
    case .runsv, .runsvdir: arguments.first == rawValue
    case .svlogd: arguments.first == "svlogd"
    case .finish, .check: arguments.first == "/bin/sh" && arguments.dropFirst().first == "./" + rawValue
    }
  }
}
