import Console
import RunitCore
import Unix

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
