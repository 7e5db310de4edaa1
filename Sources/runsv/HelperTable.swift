import RunitCore
import Unix

/// The children beside `./run` and `./finish`: scripts in `control/`, and `./check`.
struct HelperTable {
  enum Helper {
    case script(ControlCommand)
    case check
  }

  private struct Entry {
    var process: Int32 = 0
    var helper = Helper.check
  }

  /// One for each command that may have a script, and the check.
  private var entries = InlineArray<15, Entry>(repeating: Entry())

  mutating func insert(_ process: Int32, _ helper: Helper) {
    for index in entries.indices where entries[index].process == 0 {
      entries[index] = Entry(process: process, helper: helper)
      return
    }
  }

  /// Forgets the helper `process`; `nil` when it is none.
  mutating func remove(_ process: Int32) -> Helper? {
    for index in entries.indices where entries[index].process == process {
      entries[index].process = 0
      return entries[index].helper
    }
    return nil
  }

  mutating func code(with coder: inout StateCoder) {
    for index in entries.indices {
      var byte: UInt8 = if case .script(let command) = entries[index].helper { command.byte } else { 0 }
      coder.code(&entries[index].process)
      coder.code(byte: &byte)
      switch (byte, ControlCommand(byte: byte)) {
      case (0, _): entries[index].helper = .check
      case (_, .some(let command)): entries[index].helper = .script(command)
      case (_, nil): coder.refuse()
      }
    }
  }

  func killScripts() {
    kill { if case .script = $0 { true } else { false } }
  }

  /// Kills the check and forgets it: its end, which may be long in coming, is reaped like a stranger's.
  mutating func killCheck() {
    let isCheck: (Helper) -> Bool = { if case .check = $0 { true } else { false } }
    kill(isCheck)
    for index in entries.indices where isCheck(entries[index].helper) { entries[index].process = 0 }
  }

  private func kill(_ isWanted: (Helper) -> Bool) {
    for index in entries.indices where entries[index].process != 0 && isWanted(entries[index].helper) {
      try? Signal.kill.send(to: entries[index].process)  // one that has ended is about to be reaped
    }
  }
}
