/// A resource of which a process can be given less.
public enum LimitedResource: Int, CaseIterable, Sendable {
  case addressSpace, coreSize, cpuSeconds, dataSize, fileSize
  case lockedMemory, openFiles, processes, residentSize, stackSize
}

/// What a soft limit becomes.
public enum LimitValue: Equatable, Sendable {
  case amount(UInt64)
  /// What the hard limit is: `softlimit`'s `=`.
  case hard

  /// A number, where nothing at all is 0 as in runit; `=` is one only where `acceptsHard` says so.
  public init?(parsing text: Span<UInt8>, acceptsHard: Bool) {
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
public struct LaunchLimits: Sendable {
  private var values = InlineArray<10, LimitValue?>(repeating: nil)
  public private(set) var isEmpty = true

  /// What to set the limit of `resource` to; `nil` leaves it alone.
  public subscript(resource: LimitedResource) -> LimitValue? {
    get { values[resource.rawValue] }
    set {
      values[resource.rawValue] = newValue
      isEmpty = false
    }
  }

  /// Limits data, stack, locked memory and address space to `value` each.
  public mutating func setMemory(_ value: LimitValue) {
    self[.dataSize] = value
    self[.stackSize] = value
    self[.lockedMemory] = value
    self[.addressSpace] = value
  }
}
