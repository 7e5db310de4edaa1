/// A resource of which a process can be given less.
package enum LimitedResource: Int, CaseIterable, Sendable {
  case addressSpace, coreSize, cpuSeconds, dataSize, fileSize
  case lockedMemory, openFiles, processes, residentSize, stackSize
}

/// What a soft limit becomes.
package enum LimitValue: Equatable, Sendable {
  case amount(UInt64)
  /// What the hard limit is: `softlimit`'s `=`.
  case hard

  /// A number, where nothing at all is 0 as in runit; `=` is one only where `acceptsHard` says so.
  package init?(parsing text: Span<UInt8>, acceptsHard: Bool) {
    if acceptsHard, text.equals("=") {
      self = .hard
    } else if text.isEmpty {
      self = .amount(0)
    } else if let amount = Decimal.parse(text) {
      self = .amount(amount)
    } else {
      return nil
    }
  }
}

/// The limits that a command line asks for.
package struct LaunchLimits: Sendable {
  private var values = InlineArray<10, LimitValue?>(repeating: nil)
  package private(set) var isEmpty = true

  /// What to set the limit of `resource` to; `nil` leaves it alone.
  package subscript(resource: LimitedResource) -> LimitValue? {
    get { values[resource.rawValue] }
    set {
      values[resource.rawValue] = newValue
      isEmpty = false
    }
  }

  /// Limits data, stack, locked memory and address space to `value` each.
  package mutating func setMemory(_ value: LimitValue) {
    self[.dataSize] = value
    self[.stackSize] = value
    self[.lockedMemory] = value
    self[.addressSpace] = value
  }
}
