import CLibc
import RunitCore
import Unix

/// A script of process 1 and the process that runs it.
struct Child {
  private let script: BootScript?
  private let process: pid_t
  private var isAlive: Bool

  init() {
    script = nil
    process = 0
    isAlive = false
  }

  init(_ script: BootScript, _ process: pid_t) {
    self.script = script
    self.process = process
    isAlive = true
  }

  /// Whether it is this one that has ended: then the script, and it is no more.
  mutating func take(_ ended: pid_t) -> BootScript? {
    guard isAlive, ended == process else { return nil }
    isAlive = false
    return script
  }

  func signal(_ signal: Signal) {
    // It may have ended without our having been told yet: then there is nothing to signal.
    if isAlive { try? signal.send(to: process) }
  }

  /// Kills what it has started and left behind, too.
  func killSession() {
    if process > 1 { Session.send(.kill, toSessionOf: process) }
  }
}
