/// Something to do before the program runs that needs no further word.
package enum LaunchFlag: Equatable, Sendable {
  case verbose
  case sessionLeader
  case closeInput, closeOutput, closeError
  case nullStreams
  case hardLimits
  case initGroups
  case loginEnvironment
  case noNewPrivileges
  /// `setlock`'s `-N` and `-n`.
  case waitForLock, giveUpLock
  /// `setlock`'s `-X` and `-x`.
  case failLoudly, failQuietly
  /// `-V`, which after all counts as wrong usage.
  case versionAndUsage
  case help, version
}

/// Something to do before the program runs that takes a value.
package enum LaunchSetting: Equatable, Sendable {
  case account
  case environmentAccount
  case argumentZero
  case environmentDirectory
  case root
  case workingDirectory
  case niceness
  /// A lock to wait for, and one that somebody else may not have.
  case lock, tryLock
  /// `setlock`'s lock, for which a ``LaunchFlag`` tells whether to wait.
  case lockFile
  case limit(LimitedResource)
  /// The four limits of data, stack, locked memory and address space at once.
  case memoryLimit
  case fileModeMask
  case oomScoreAdjustment
  case ioPriority
  case capabilities
  case controlGroup
  case landlock
}

/// What an option asks for.
package enum LaunchAction: Equatable, Sendable {
  case flag(LaunchFlag)
  case setting(LaunchSetting)
}
