import CLibc
import RunitCore
import Unix

/// `sv why`: in what state a service is, and why, with the next step.
struct WhyVerb: ~Copyable {
  private static var synopsis: CString { "why service ..." }

  private let root: CString
  private let names: [CString]
  private var directory: ServiceDirectory

  init(_ invocation: Invocation) throws(VerbProblem) {
    let words = try VerbWords(invocation.operands, synopsis: Self.synopsis)
    guard !words.operands.isEmpty else { throw .usage(Self.synopsis) }
    names = words.operands
    root = invocation.root
    directory = ServiceDirectory(in: ServicesDirectory(root))
  }

  /// Exits 0 when there are such services, in whatever state they are.
  consuming func run() -> CInt {
    var output = Output(to: .output)
    var failures = 0
    for (index, name) in names.enumerated() {
      if index > 0 { output.append("\n") }
      let facts = gather(name)
      if case .directory = facts.place {} else { failures += 1 }
      output.append(Explanation.paragraph(facts, now: Session.now).span)
    }
    output.flush()
    return CInt(min(failures, 99))
  }

  private mutating func gather(_ name: CString) -> ServiceFacts {
    do throws(ServiceProblem) {
      try directory.find(name)
    } catch {
      let path = Path(root, "/", name)
      if let reason = error.reason, reason.isNoAnswer { return facts(name, at: path, ServiceSnapshot(.unreadable)) }
      // What is wrong with the directory of all services shows when the name is looked for in it.
      return missing(name, at: path)
    }
    let path = directory.wholePath
    let service = directory.snapshot()
    if case .broken = service.supervision { return missing(name, at: path) }
    var facts = facts(name, at: path, service)
    facts.log = directory.logSnapshot()
    facts.runProblem = path.joined("/run").scriptProblem
    facts.wasMemoryShort = Self.wasMemoryShort(service)
    facts.announcement = directory.lacks("notification-fd") ? .check : .notification
    switch service.supervision {
    case .notRunning, .never: facts.scanner = Scanner.find(root)
    case .supervised(let status):
      if status.processID != 0, facts.log != nil { facts.isLogPipeFull = Self.isOutputFull(of: status.processID) }
      if let detail = service.detail { facts.dependencies = dependencies(detail, of: path) }
    default: break
    }
    return facts
  }

  private func facts(_ name: CString, at path: Path, _ service: ServiceSnapshot) -> ServiceFacts {
    ServiceFacts(
      name: Path(name).copiedBytes, root: Path(root).copiedBytes, directory: path.copiedBytes, service: service)
  }

  private func missing(_ name: CString, at path: Path) -> ServiceFacts {
    var facts = facts(name, at: path, ServiceSnapshot(.broken))
    facts.place = place(of: name, at: path)
    return facts
  }

  /// What is at `path` that is no directory.
  private func place(of name: CString, at path: Path) -> ServiceFacts.Place {
    guard path.isTaken else {
      let source = Path(ServiceLink.sourceDirectory, "/", name)
      return .nothing(isAvailable: source.exists, similar: Suggestion.name(like: name, in: root)?.copiedBytes)
    }
    guard let target = path.linkTarget else { return .file }
    return .danglingLink(target: target.copiedBytes)
  }

  /// Whether the kernel killed for want of memory when the service was killed, as far as that can be known.
  private static func wasMemoryShort(_ service: ServiceSnapshot) -> Bool {
    guard let detail = service.detail, let moment = detail.lastExitAt, detail.lastExit == .signalled(number: 9) else {
      return false
    }
    return KernelLog.tellsOfMemory(secondsAgo: moment.seconds(until: Session.now))
  }

  /// Whether the standard output of a process is a pipe without room for another page.
  private static func isOutputFull(of process: UInt32) -> Bool {
    let path = Path.ofProcess(process, "/fd/1")
    // Of another user's process nothing can be learnt.
    guard let output = path.opened(), let fill = output.pipeFill else { return false }
    return fill.used > fill.capacity - 4096
  }

  /// What the service at `path` waits for: its siblings.
  private mutating func dependencies(_ detail: ServiceDetail, of path: Path) -> [ServiceFacts.Dependency] {
    var found: [ServiceFacts.Dependency] = []
    let names = [UInt8](copying: detail.waitingFor.span).pieces(between: UInt8(ascii: " "))
    for name in names where !name.isEmpty {
      let service = path.sibling(name).withCString { directory.snapshot(of: $0) }
      found.append(ServiceFacts.Dependency(name: name, service: service))
    }
    return found
  }
}
