import RunitCore
import Unix

/// The children beside `./run` and `./finish`: scripts in `control/`, and `./check`.
struct HelperTable {
  enum Helper {
    case script(ControlCommand)
    case check
  }

  /// One place for each command that may have a script, and one for the check.
  static var capacity: Int { 15 }
  /// In the place of a process: a script that could not be run yet, and one for which the time is over.
  private static var postponed: Int32 { -1 }
  private static var late: Int32 { -2 }

  /// 0 where there is none.
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

  /// Takes note of a script that could not be run, and is to be tried again.
  mutating func postpone(_ command: ControlCommand) { insert(Self.postponed, .script(command)) }

  /// Whether there are any of these.
  var hasPostponed: Bool {
    for index in processes.indices where processes[index] < 0 { return true }
    return false
  }

  /// Forgets the postponed script at `place`, if there is one; it is late when its time is over.
  mutating func takePostponed(_ place: Int) -> (command: ControlCommand, isLate: Bool)? {
    guard processes[place] < 0, case .script(let command) = helpers[place] else { return nil }
    defer { processes[place] = 0 }
    return (command, processes[place] == Self.late)
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

  /// Kills the script of `command`; one that was postponed is late.
  mutating func killScript(_ command: ControlCommand) {
    for index in processes.indices {
      guard case .script(command) = helpers[index] else { continue }
      if processes[index] < 0 { processes[index] = Self.late } else { kill(index) }
    }
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
