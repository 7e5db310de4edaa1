extension ServiceParameters {
  mutating func code(with coder: inout StateCoder) {
    coder.code(&notificationDescriptor)
    coder.code(&checkIntervalMilliseconds)
    coder.code(&checkTimeoutMilliseconds)
    coder.code(&checkFailures)
    coder.code(&killTimeoutMilliseconds)
    coder.code(&finishTimeoutMilliseconds)
    var signal = Int64(downSignal.number)
    coder.code(&signal, in: 1...Int64(ServiceSignal.highestNumber))
    downSignal = ServiceSignal(number: UInt8(signal))
    coder.code(&restartDelay.firstMilliseconds)
    coder.code(&restartDelay.maximumMilliseconds)
    var isLimited = restartLimit != nil
    var (count, seconds) = (restartLimit?.count ?? 0, restartLimit?.seconds ?? 0)
    coder.code(&isLimited)
    coder.code(&count)
    coder.code(&seconds)
    restartLimit = isLimited ? RestartLimit(count: count, seconds: seconds) : nil
    coder.code(&isOneShot)
    coder.code(&isEssential)
  }
}

extension Timers {
  mutating func code(with coder: inout StateCoder) {
    coder.code(&restart)
    coder.code(&fork)
    coder.code(&kill)
    coder.code(&finish)
    coder.code(&check)
    coder.code(&checkEnd)
    scripts.code(with: &coder)
    coder.code(&cycle)
    coder.code(&drain)
  }
}
