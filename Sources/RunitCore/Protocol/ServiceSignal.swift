/// A signal to a service, by its number on Linux.
public struct ServiceSignal: Equatable, Sendable {
  public let number: UInt8

  public init(number: UInt8) { self.number = number }

  public static let hangUp = ServiceSignal(number: 1)
  public static let interrupt = ServiceSignal(number: 2)
  public static let quit = ServiceSignal(number: 3)
  public static let kill = ServiceSignal(number: 9)
  public static let user1 = ServiceSignal(number: 10)
  public static let user2 = ServiceSignal(number: 12)
  public static let alarm = ServiceSignal(number: 14)
  public static let terminate = ServiceSignal(number: 15)
  public static let resume = ServiceSignal(number: 18)
  public static let stop = ServiceSignal(number: 19)

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
