import RunitCore
import Unix

/// `sv enable`: makes the link that has `runsvdir` look after a service, and waits until it does.
struct EnableVerb {
  private static var synopsis: StaticString { "enable [--down] [-w sec] service ..." }

  private let invocation: Invocation
  private let links: [ServiceLink]
  private let staysDown: Bool

  init(_ invocation: Invocation) throws(VerbProblem) {
    var staysDown = false
    var limit: CString?
    let words = try VerbWords(invocation.operands, valued: "w", synopsis: Self.synopsis) { option in
      switch option {
      case .long(let word) where word == "down": staysDown = true
      case .value(_, let value): limit = value
      default: return false
      }
      return true
    }
    guard !words.operands.isEmpty else { throw .usage(Self.synopsis) }
    self.invocation = try invocation.limited(to: limit, Self.synopsis)
    links = words.operands.map { ServiceLink($0, in: invocation.root) }
    self.staysDown = staysDown
  }

  func run() -> CInt {
    var report = LinkReport()
    var running: [Path] = []
    var supervised: [Path] = []
    for link in links {
      do throws(ServiceLink.Problem) {
        try link.make(staysDown: staysDown)
        if link.isNormallyDown { supervised.append(link.name) } else { running.append(link.name) }
      } catch {
        report.fail(link, error)
      }
    }
    if Scanner.watches(invocation.root) {
      wait(for: .up, running, &report)
      wait(for: .supervised, supervised, &report)
    } else {
      for name in running + supervised {
        report.succeed(name, "enabled; it starts with a runsvdir, which there is not")
      }
    }
    return report.finish()
  }

  /// Waits for the services `names`. A name lasts for as long as it is handed out, so each is held while the rest are
  /// `gathered`.
  private func wait(
    for goal: SvCommand.Goal, _ names: [Path], _ report: inout LinkReport, gathered: [CString] = []
  ) {
    if let name = names.first {
      return name.withCString { wait(for: goal, Array(names.dropFirst()), &report, gathered: gathered + [$0]) }
    }
    guard !gathered.isEmpty else { return }
    report.flush()
    var session = Session(invocation, .wait(for: goal), gathered)
    _ = session.run()
    report.failures += session.failures
  }
}
