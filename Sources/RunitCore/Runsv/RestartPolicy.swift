/// When a service that has died is started again: the memory of its earlier lives.
struct RestartPolicy: Sendable {
  /// The pause after the next short life; 0 before the first one.
  private var pauseMilliseconds: UInt32 = 0
  /// When the last deaths were, in a ring; monotonic nanoseconds.
  private var deaths = InlineArray<33, Int64>(repeating: .min)
  private var next = 0

  /// The pause after a life of `life` nanoseconds, in milliseconds.
  ///
  /// Runit's rule, with a first delay of 1,000 and no maximum: a life of less than a second is followed by a second.
  mutating func pause(afterLife life: Int64, _ delay: RestartDelay) -> UInt32 {
    let first = delay.firstMilliseconds
    guard let maximum = delay.maximumMilliseconds else {
      pauseMilliseconds = 0
      return life < Int64(first) * 1_000_000 ? first : 0
    }
    if life > Int64(maximum) * 1_000_000 { pauseMilliseconds = 0 }
    guard life < Int64(first) * 1_000_000 else { return 0 }
    let (doubled, isTooLarge) = pauseMilliseconds.multipliedReportingOverflow(by: 2)
    pauseMilliseconds = pauseMilliseconds == 0 ? first : isTooLarge ? maximum : doubled
    pauseMilliseconds = min(pauseMilliseconds, max(first, maximum))
    return pauseMilliseconds
  }

  /// Remembers a death and returns whether there were more than `limit` allows.
  mutating func recordDeath(at moment: Moment, _ limit: RestartLimit) -> Bool {
    deaths[next] = moment.monotonic
    next = (next + 1) % deaths.count
    let window = Int64(limit.seconds) * 1_000_000_000
    var recent: UInt32 = 0
    for index in deaths.indices where deaths[index] != .min && moment.monotonic - deaths[index] < window { recent += 1 }
    return recent > limit.count
  }

  /// Forgets the deaths: the operator wants another try.
  mutating func forgive() { self = RestartPolicy() }

  mutating func code(with coder: inout StateCoder) {
    coder.code(&pauseMilliseconds)
    var place = Int64(next)
    coder.code(&place, in: 0...Int64(deaths.count - 1))
    next = Int(place)
    for index in deaths.indices {
      var death = deaths[index] == .min ? -1 : deaths[index]
      coder.code(&death, in: -1...Int64.max)
      deaths[index] = death < 0 ? .min : death
    }
  }
}
