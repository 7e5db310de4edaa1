import CLibc
import Foundation

/// What /proc says of all processes at one moment.
struct ProcessTable {
  private var children: [pid_t: [pid_t]] = [:]
  private(set) var names: [pid_t: String] = [:]

  init() {
    for entry in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
      guard let process = pid_t(entry), let line = ProcessFacts.read("/proc/\(entry)/stat"),
        let open = line.firstIndex(of: "("), let close = line.lastIndex(of: ")")
      else { continue }
      let rest = line[close...].split(separator: " ")
      guard rest.count > 2, rest[1] != "Z", let parent = pid_t(rest[2]) else { continue }
      names[process] = String(line[line.index(after: open)..<close])
      children[parent, default: []].append(process)
    }
  }

  /// All that descends from `ancestor`, without itself.
  func descendants(of ancestor: pid_t) -> [pid_t] {
    var found: [pid_t] = []
    var open = [ancestor]
    while let process = open.popLast() {
      let next = children[process] ?? []
      found += next
      open += next
    }
    return found
  }

  /// Kills, one by one, all that still descends from us, and reaps it.
  static func endDescendants() throws {
    let end = Clock.now + 30
    while true {
      let left = ProcessTable().descendants(of: getpid())
      for process in left { kill(process, SIGKILL) }
      while waitpid(-1, nil, WNOHANG) > 0 {}
      if left.isEmpty { return }
      guard Clock.now < end else { throw Failure("processes can't be ended: \(left)") }
      poll(nil, 0, 5)
    }
  }

  /// Makes orphans our children, so that `endDescendants` finds them.
  static func adoptOrphans() {
    _ = libc_prctl(PR_SET_CHILD_SUBREAPER, 1, 0)
  }
}
