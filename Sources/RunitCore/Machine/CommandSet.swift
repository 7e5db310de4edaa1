/// A set of commands, as bits.
struct CommandSet: Sendable {
  var rawValue: UInt16 = 0

  var isEmpty: Bool { rawValue == 0 }

  func contains(_ command: ControlCommand) -> Bool { rawValue & bit(of: command) != 0 }
  mutating func insert(_ command: ControlCommand) { rawValue |= bit(of: command) }
  mutating func remove(_ command: ControlCommand) { rawValue &= ~bit(of: command) }

  private func bit(of command: ControlCommand) -> UInt16 {
    switch command {
    case .up: 1 << 0
    case .down: 1 << 1
    case .once: 1 << 2
    case .exit: 1 << 3
    case .terminate: 1 << 4
    case .kill: 1 << 5
    case .pause: 1 << 6
    case .resume: 1 << 7
    case .hangUp: 1 << 8
    case .alarm: 1 << 9
    case .interrupt: 1 << 10
    case .quit: 1 << 11
    case .user1: 1 << 12
    case .user2: 1 << 13
    }
  }
}
