import Foundation

/// A supervision suite: where its programs are, and how they are called.
struct Suite: Hashable {
  /// Suites of one family are called alike.
  enum Family: String {
    case runit
    case s6
    case daemontools
  }

  let name: String
  let family: Family
  let directory: String

  /// The programs of a suite by their part in it.
  struct Programs {
    let scanner: String
    let supervisor: String
    let control: String
    let status: String
    let launcher: String
    let logger: String

    /// Each once.
    var all: [String] {
      var names = [scanner, supervisor, control, launcher, logger]
      if status != control { names.append(status) }
      return names
    }
  }

  var programs: Programs {
    switch family {
    case .runit:
      Programs(
        scanner: "runsvdir", supervisor: "runsv", control: "sv", status: "sv", launcher: "chpst", logger: "svlogd")
    case .s6:
      Programs(
        scanner: "s6-svscan", supervisor: "s6-supervise", control: "s6-svc", status: "s6-svstat",
        launcher: "s6-softlimit", logger: "s6-log")
    case .daemontools:
      Programs(
        scanner: "svscan", supervisor: "supervise", control: "svc", status: "svstat", launcher: "softlimit",
        logger: "multilog")
    }
  }

  func path(_ program: String) -> String { directory + "/" + program }

  var isComplete: Bool {
    programs.all.allSatisfy { FileManager.default.isExecutableFile(atPath: path($0)) }
  }

  /// How many services one scanner takes, or `nil` when it sets no limit.
  var capacity: Int? {
    switch family {
    case .runit: name == SuiteSearch.ours || name.hasPrefix(SuiteSearch.ours) ? nil : 1000
    case .s6: 100_000
    case .daemontools: 1000
    }
  }

  /// The call of the scanner for `count` services in `directory`.
  func scanner(_ directory: String, count: Int) -> [String] {
    let room = family == .s6 ? ["-c", String(max(500, count + 100))] : []
    return [path(programs.scanner)] + room + [directory]
  }
}
