/// What appears while `runsvdir` runs, until it can be started.
extension ServiceTable {
  /// The answer to ``Effect/examine(_:isBehindLink:)``; `wall` is the time of day.
  package mutating func examined(
    _ slot: Slot, _ found: EntryExamination, at now: Int64, wall: FileTime
  ) -> [Effect] {
    guard case .settling(var settling) = services[slot].phase else { return [] }
    switch found {
    case .gone:
      services[slot].phase = .gone  // a scan will tell what there is now
      return []
    case .link: return settle(slot)
    case .directory where settling.isRenamed: return settle(slot)
    case .directory(let directory):
      if settling.update(with: directory, at: now, wall: wall) { return settle(slot) }
    case .unknown:
      if settling.update(with: nil, at: now, wall: wall) { return settle(slot) }
    }
    services[slot].phase = .settling(settling)
    nextDeadline = min(nextDeadline, settling.deadline)
    return []
  }

  mutating func beginExamination(_ slot: Slot, _ settling: Settling) -> Effect {
    var settling = settling
    settling.beginExamination()
    services[slot].phase = .settling(settling)
    return .examine(slot, isBehindLink: settling.wasAbsent)
  }

  private mutating func settle(_ slot: Slot) -> [Effect] {
    services[slot].phase = .blocked
    var effects: [Effect] = []
    admit(slot, &effects)
    return effects
  }
}
