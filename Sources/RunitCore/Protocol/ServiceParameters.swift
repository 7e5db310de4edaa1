/// What the files of a service directory say beyond runit, read afresh at each start of `./run`.
public struct ServiceParameters: Equatable, Sendable {
  /// `notification-fd`: the descriptor on which the service announces that it is ready.
  public var notificationDescriptor: Int32?
  /// `check-interval`: the time between two runs of `./check`, in milliseconds.
  public var checkIntervalMilliseconds: UInt32?
  /// `check-timeout`, in milliseconds.
  public var checkTimeoutMilliseconds: UInt32 = 5000
  /// `check-failures`: how many in a row withdraw readiness.
  public var checkFailures: UInt32 = 3
  /// `timeout-kill`, in milliseconds; 0 is never.
  public var killTimeoutMilliseconds: UInt32 = 0
  /// `timeout-finish`, in milliseconds; 0 is never.
  public var finishTimeoutMilliseconds: UInt32 = 0
  /// `down-signal`.
  public var downSignal = ServiceSignal.terminate
  /// `restart-delay`.
  public var restartDelay = RestartDelay()
  /// `restart-limit`.
  public var restartLimit: RestartLimit?
  /// `type` is `oneshot`.
  public var isOneShot = false
  /// `essential` is there.
  public var isEssential = false

  public init() {}

  /// Where a service stands as soon as `./run` runs. The work of a one-shot is done when it has ended, not before.
  public var firstPhase: ServiceDetail.Phase {
    notificationDescriptor != nil || checkIntervalMilliseconds != nil || isOneShot ? .starting : .up
  }
}

/// How long to wait before the next start after a life that was too short.
public struct RestartDelay: Equatable, Sendable {
  /// The shortest life that is followed by no pause, and the first pause.
  public var firstMilliseconds: UInt32 = 1000
  /// The longest pause, up to which each further short life doubles it; `nil` keeps the first.
  public var maximumMilliseconds: UInt32?

  public init(firstMilliseconds: UInt32 = 1000, maximumMilliseconds: UInt32? = nil) {
    self.firstMilliseconds = firstMilliseconds
    self.maximumMilliseconds = maximumMilliseconds
  }
}

/// How many deaths within which time are too many.
public struct RestartLimit: Equatable, Sendable {
  /// The highest count: so many deaths are remembered.
  public static let highestCount: UInt32 = 32

  public let count: UInt32
  public let seconds: UInt32

  public init(count: UInt32, seconds: UInt32) {
    self.count = count
    self.seconds = seconds
  }
}
