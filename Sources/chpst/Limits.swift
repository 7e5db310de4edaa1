import Console
import RunitCore
import Unix

extension LaunchLimits {
  /// Raises hard limits that are lower than what is to be set. Only the superuser may, so it is done while he is one.
  func raiseHardLimits() throws(Failure) {
    for resource in LimitedResource.allCases {
      guard case .amount(let amount)? = self[resource] else { continue }
      var limit = try Self.limit(of: resource)
      guard amount > limit.hard else { continue }
      limit.hard = amount
      try Self.set(limit, of: resource)
    }
  }

  /// Sets the limits, `hard` ones too or no more than these allow.
  func apply(hard: Bool) throws(Failure) {
    if isEmpty { return }
    for resource in LimitedResource.allCases {
      guard let value = self[resource] else { continue }
      var limit = try Self.limit(of: resource)
      switch value {
      case .hard: limit.soft = limit.hard
      case .amount(let amount) where hard: (limit.soft, limit.hard) = (amount, amount)
      case .amount(let amount): limit.soft = min(amount, limit.hard)
      }
      try Self.set(limit, of: resource)
    }
  }

  private static func limit(of resource: LimitedResource) throws(Failure) -> ResourceLimit {
    try explain("unable to getrlimit()", nil, ResourceLimit(of: resource.kernelResource))
  }

  private static func set(_ limit: ResourceLimit, of resource: LimitedResource) throws(Failure) {
    try explain("unable to setrlimit()", nil, limit.apply(to: resource.kernelResource))
  }
}

extension LimitedResource {
  fileprivate var kernelResource: ResourceLimit.Resource {
    switch self {
    case .addressSpace: .addressSpace
    case .coreSize: .coreSize
    case .cpuSeconds: .cpuSeconds
    case .dataSize: .dataSize
    case .fileSize: .fileSize
    case .lockedMemory: .lockedMemory
    case .openFiles: .openFiles
    case .processes: .processes
    case .residentSize: .residentSize
    case .stackSize: .stackSize
    }
  }
}
