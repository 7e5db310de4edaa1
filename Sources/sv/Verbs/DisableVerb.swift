import Console
import RunitCore
import Unix

/// `sv disable`: removes the link, and waits until the service and its `runsv` are gone.
struct DisableVerb {
  private static var synopsis: CString { "disable [-w sec] service ..." }

  private let invocation: Invocation
  private let links: [ServiceLink]

  init(_ invocation: Invocation) throws(VerbProblem) {
    let words = try VerbWords(invocation.operands, .init(valued: "w"), synopsis: Self.synopsis)
    guard !words.operands.isEmpty else { throw .usage(Self.synopsis) }
    self.invocation = invocation.limited(to: words.value)
    links = ServiceLink.all(words.operands, in: invocation.root)
  }

  func run() -> CInt {
    var report = LinkReport()
    let deadline = Clock.monotonic + Int64(invocation.limitSeconds) * 1_000_000_000
    var leaving: [Departure] = []
    for link in links {
      do throws(ServiceLink.Problem) {
        let departure = try link.remove(in: invocation.root)
        if let departure, departure.rest != nil {
          leaving.append(departure)
        } else {
          report.succeed(link.name, "disabled")
        }
      } catch {
        report.fail(link, error)
      }
    }
    let isScanned = leaving.isEmpty || Scanner.watches(invocation.root)
    report.flush()
    for departure in leaving {
      if isScanned { departure.wait(until: deadline) }
      tell(of: departure, isScanned, &report)
    }
    return report.finish()
  }

  private func tell(of departure: Departure, _ isScanned: Bool, _ report: inout LinkReport) {
    switch departure.rest {
    case nil: report.succeed(departure.name, "disabled")
    case .supervisor where isScanned: report.expire(departure.name, "disabled, but its runsv is still there")
    case .supervisor: report.warn(departure.name, "disabled, but there is no runsvdir to end its runsv")
    case .process(let process):
      report.expire(departure.name, "disabled, but there is no runsv to end its process ", process)
    }
  }
}
