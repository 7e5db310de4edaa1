/// What the files of a service directory say beyond runit, read afresh at each start of `./run`.
package struct ServiceParameters: Equatable, Sendable {
  /// `notification-fd`: the descriptor on which the service announces that it is ready.
  package var notificationDescriptor: Int32?
  /// `check-interval`: the time between two runs of `./check`, in milliseconds.
  package var checkIntervalMilliseconds: UInt32?
  /// `check-timeout`, in milliseconds.
  package var checkTimeoutMilliseconds: UInt32 = 5000
  /// `check-failures`: how many in a row withdraw readiness.
  package var checkFailures: UInt32 = 3
  /// `timeout-kill`, in milliseconds; 0 is never.
  package var killTimeoutMilliseconds: UInt32 = 0
  /// `timeout-finish`, in milliseconds; 0 is never.
  package var finishTimeoutMilliseconds: UInt32 = 0
  /// `down-signal`.
  package var downSignal = ServiceSignal.terminate
  /// `restart-delay`.
  package var restartDelay = RestartDelay()
  /// `restart-limit`.
  package var restartLimit: RestartLimit?
  /// `type` is `oneshot`.
  package var isOneShot = false
  /// `essential` is there.
  package var isEssential = false

  package init() {}

  /// Where a service stands as soon as `./run` runs. The work of a one-shot is done when it has ended, not before.
  package var firstPhase: ServiceDetail.Phase {
    notificationDescriptor != nil || checkIntervalMilliseconds != nil || isOneShot ? .starting : .up
  }
}

/// How long to wait before the next start after a life that was too short.
package struct RestartDelay: Equatable, Sendable {
  /// The shortest life that is followed by no pause, and the first pause.
  package var firstMilliseconds: UInt32 = 1000
  /// The longest pause, up to which each further short life doubles it; `nil` keeps the first.
  package var maximumMilliseconds: UInt32?

  package init(firstMilliseconds: UInt32 = 1000, maximumMilliseconds: UInt32? = nil) {
    self.firstMilliseconds = firstMilliseconds
    self.maximumMilliseconds = maximumMilliseconds
  }
}

/// How many deaths within which time are too many.
package struct RestartLimit: Equatable, Sendable {
  /// The highest count: so many deaths are remembered.
  package static let highestCount: UInt32 = 32

  package let count: UInt32
  package let seconds: UInt32

  package init(count: UInt32, seconds: UInt32) {
    self.count = count
    self.seconds = seconds
  }
}
