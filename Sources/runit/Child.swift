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

/// Runs the script, with clean signals and no descriptors but the console, or without one those that we have.
func launch(_ script: BootScript) throws(Errno) -> ChildPlan.Start {
  var plan = ChildPlan(CString(script.path), signalMask: SignalSet())
  plan.isSessionLeader = script != .stage1
  let console: ScriptConsole
  do throws(Errno) {
    console = try ScriptConsole.open(for: script)
  } catch {
    if script == .stage1 { ProcessOne.reporter.warn("unable to open", Console.path, error) }
    return try plan.start()
  }
  plan.input = console.input.rawValue
  plan.output = console.output.rawValue
  plan.error = console.output.rawValue
  return try plan.start()
}
