/// A set of commands, as bits.
struct CommandSet: Sendable {
  var rawValue: UInt16 = 0

  var isEmpty: Bool { rawValue == 0 }

  func contains(_ command: ControlCommand) -> Bool { rawValue & bit(of: command) != 0 }
  mutating func insert(_ command: ControlCommand) { rawValue |= bit(of: command) }
  mutating func remove(_ command: ControlCommand) { rawValue &= ~bit(of: command) }

  private func bit(of command: ControlCommand) -> UInt16 { 1 << UInt16(command.number) }
}

extension ControlCommand {
  /// All commands, in an order that the state of an upgrade relies on.
  private static var inOrder: Literal { "udoxtkpchaiq12" }

  /// The place of the command among all commands, from 0 on.
  var number: Int { Self.inOrder.span.firstIndex(of: byte) ?? 0 }

  /// The command at a place; `nil` after the last one.
  init?(number: Int) {
    guard number < Self.inOrder.span.count else { return nil }
    self.init(byte: Self.inOrder.span[number])
  }
}
