import RunitCore
import Unix

/// The children beside `./run` and `./finish`: scripts in `control/`, and `./check`.
struct HelperTable {
  enum Helper {
    case script(ControlCommand)
    case check
  }

  /// One for each command that may have a script, and the check; 0 where there is none.
  private var processes = InlineArray<15, Int32>(repeating: 0)
  /// What each of them is.
  private var helpers = InlineArray<15, Helper>(repeating: .check)

  mutating func insert(_ process: Int32, _ helper: Helper) {
    guard let index = index(of: 0) else { return }
    processes[index] = process
    helpers[index] = helper
  }

  /// Forgets the helper `process`; `nil` when it is none.
  mutating func remove(_ process: Int32) -> Helper? {
    guard let index = index(of: process) else { return nil }
    processes[index] = 0
    return helpers[index]
  }

  private func index(of process: Int32) -> Int? {
    for index in processes.indices where processes[index] == process { return index }
    return nil
  }

  mutating func code(with coder: inout StateCoder) {
    for index in processes.indices {
      var byte: UInt8 = if case .script(let command) = helpers[index] { command.byte } else { 0 }
      coder.code(&processes[index])
      coder.code(byte: &byte)
      switch (byte, ControlCommand(byte: byte)) {
      case (0, _): helpers[index] = .check
      case (_, .some(let command)): helpers[index] = .script(command)
      case (_, nil): coder.refuse()
      }
    }
  }

  func killScripts() {
    for index in processes.indices where !isCheck(index) { kill(index) }
  }

  /// Kills the check and forgets it: its end, which may be long in coming, is reaped like a stranger's.
  mutating func killCheck() {
    for index in processes.indices where isCheck(index) {
      kill(index)
      processes[index] = 0
    }
  }

  private func isCheck(_ index: Int) -> Bool { if case .check = helpers[index] { true } else { false } }

  private func kill(_ index: Int) {
    guard processes[index] != 0 else { return }
    try? Signal.kill.send(to: processes[index])  // one that has ended is about to be reaped
  }
}
