/// A signal to a service, by its number on Linux.
package struct ServiceSignal: Equatable, Sendable {
  package let number: UInt8

  package init(number: UInt8) { self.number = number }

  package static let hangUp = ServiceSignal(number: 1)
  package static let interrupt = ServiceSignal(number: 2)
  package static let quit = ServiceSignal(number: 3)
  package static let kill = ServiceSignal(number: 9)
  package static let user1 = ServiceSignal(number: 10)
  package static let user2 = ServiceSignal(number: 12)
  package static let alarm = ServiceSignal(number: 14)
  package static let terminate = ServiceSignal(number: 15)
  package static let resume = ServiceSignal(number: 18)
  package static let stop = ServiceSignal(number: 19)

  /// The highest number, that of the last real-time signal.
  static let highestNumber: UInt8 = 64
}

extension ControlCommand {
  /// The signal that a command stands for; `nil` for one that does more than to send one, or something else.
  var signal: ServiceSignal? {
    switch self {
    case .kill: .kill
    case .pause: .stop
    case .resume: .resume
    case .hangUp: .hangUp
    case .alarm: .alarm
    case .interrupt: .interrupt
    case .quit: .quit
    case .user1: .user1
    case .user2: .user2
    case .up, .down, .once, .exit, .terminate: nil
    }
  }
}
