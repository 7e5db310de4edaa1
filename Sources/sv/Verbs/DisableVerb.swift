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
    var leaving: [(link: ServiceLink, fifo: CInt)] = []
    for link in links {
      do throws(ServiceLink.Problem) {
        let fifo = try link.remove()
        if let fifo { leaving.append((link, fifo.release())) } else { report.succeed(link.name, "disabled") }
      } catch {
        report.fail(link, error)
      }
    }
    if !leaving.isEmpty, !Scanner.watches(invocation.root) {
      for (link, _) in leaving { report.warn(link.name, "disabled, but there is no runsvdir to end its runsv") }
      return report.finish()
    }
    report.flush()
    for (link, fifo) in leaving {
      if isAbandoned(fifo, by: deadline) {
        report.succeed(link.name, "disabled")
      } else {
        report.expire(link.name, "disabled, but its runsv is still there")
      }
    }
    return report.finish()
  }

  /// Whether nobody reads the FIFO any more, now or by the moment `deadline`.
  private func isAbandoned(_ fifo: CInt, by deadline: Int64) -> Bool {
    var entries = [PollEntry(abandonmentOf: fifo)]
    while !entries[0].isReady {
      let rest = deadline - Clock.monotonic
      // The kernel can't wait for so short a list only when it has no memory at all.
      try? entries.wait(timeoutNanoseconds: rest)
      if rest <= 0 { break }
    }
    return entries[0].isReady
  }
}
