import RunitCore
import Unix

/// `sv enable`: makes the link that has `runsvdir` look after a service, and waits until it does.
struct EnableVerb {
  private static var synopsis: CString { "enable [--down] [-w sec] service ..." }

  private let invocation: Invocation
  private let links: [ServiceLink]
  private let staysDown: Bool

  init(_ invocation: Invocation) throws(VerbProblem) {
    let words = try VerbWords(invocation.operands, .init(valued: "w", long: "down"), synopsis: Self.synopsis)
    guard !words.operands.isEmpty else { throw .usage(Self.synopsis) }
    self.invocation = invocation.limited(to: words.value)
    links = ServiceLink.all(words.operands, in: invocation.root)
    staysDown = words.hasLong
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
      wait(for: .ready, running, &report)
      wait(for: .supervised, supervised, &report)
    } else {
      for name in running + supervised {
        report.succeed(name, "enabled; it starts with a runsvdir, which there is not")
      }
    }
    return report.finish()
  }

  private func wait(for goal: SvCommand.Goal, _ names: [Path], _ report: inout LinkReport) {
    guard !names.isEmpty else { return }
    report.flush()
    var session = Session(invocation, .wait(for: goal), names.map { CString(keeping: $0.copiedBytes.span) })
    _ = session.run()
    report.failures += session.failures
  }
}
