/// What is to be done before the program runs: the options of a command line, whose words are of type `Text`.
package struct LaunchOptions<Text> {
  /// The standard streams, in the order of their numbers.
  package struct Streams: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static var input: Self { Self(rawValue: 1 << 0) }
    package static var output: Self { Self(rawValue: 1 << 1) }
    package static var error: Self { Self(rawValue: 1 << 2) }
  }

  package let name: LaunchName

  package private(set) var account: Text?
  package private(set) var environmentAccount: Text?
  package private(set) var argumentZero: Text?
  package private(set) var environmentDirectory: Text?
  package private(set) var root: Text?
  package private(set) var workingDirectory: Text?
  package private(set) var niceness: Int32?
  package private(set) var lock: Text?
  package private(set) var waitsForLock = true
  package private(set) var limits = LaunchLimits()
  package private(set) var setsHardLimits = false
  package private(set) var leadsSession: Bool
  package private(set) var isVerbose = false
  /// Whether a failure is to look like success: `setlock -x`.
  package private(set) var failsQuietly = false
  package private(set) var takesInitGroups = false
  package private(set) var takesLoginEnvironment = false
  package private(set) var fileModeMask: UInt32?
  package private(set) var oomScoreAdjustment: Int32?
  package private(set) var ioPriority: IOPriority?
  package private(set) var forgoesNewPrivileges = false
  package private(set) var capabilities: CapabilitySet?
  package private(set) var controlGroup: Text?
  package private(set) var landlock: (text: Text, rules: [LandlockRule])?

  private var chosenStreams: Streams = []
  private var usesNull = false

  /// What a program called `name` does without options.
  package init(_ name: LaunchName) {
    self.name = name
    leadsSession = name == .pgrphack
  }

  /// The standard streams that the program gets closed.
  package var closedStreams: Streams { usesNull ? [] : chosenStreams }

  /// The standard streams that the program gets from /dev/null: all of them where `-N` stands without `-0`, `-1` and `-2`.
  package var nullStreams: Streams {
    guard usesNull else { return [] }
    return chosenStreams.isEmpty ? [.input, .output, .error] : chosenStreams
  }

  /// Whether options were given that need an account to be about.
  package var lacksAccount: Bool {
    account == nil && (takesInitGroups || takesLoginEnvironment && environmentAccount == nil)
  }
}

extension LaunchOptions {
  package mutating func set(_ flag: LaunchFlag) {
    switch flag {
    case .verbose: isVerbose = true
    case .sessionLeader: leadsSession = true
    case .closeInput: chosenStreams.insert(.input)
    case .closeOutput: chosenStreams.insert(.output)
    case .closeError: chosenStreams.insert(.error)
    case .nullStreams: usesNull = true
    case .hardLimits: setsHardLimits = true
    case .initGroups: takesInitGroups = true
    case .loginEnvironment: takesLoginEnvironment = true
    case .noNewPrivileges: forgoesNewPrivileges = true
    case .waitForLock: waitsForLock = true
    case .giveUpLock: waitsForLock = false
    case .failLoudly: failsQuietly = false
    case .failQuietly: failsQuietly = true
    case .versionAndUsage, .help, .version: break  // they are about the command line, not about the program
    }
  }

  /// Sets what `setting` says to `value`, whose bytes are `bytes`; the last of repeated options wins.
  ///
  /// - Returns: whether the value is one that the option takes. A second lock is none: which one would be meant?
  package mutating func set(_ setting: LaunchSetting, to value: Text, _ bytes: Span<UInt8>) -> Bool {
    switch setting {
    case .account: account = value
    case .environmentAccount: environmentAccount = value
    case .argumentZero: argumentZero = value
    case .environmentDirectory: environmentDirectory = value
    case .root: root = value
    case .workingDirectory: workingDirectory = value
    case .controlGroup: controlGroup = value
    case .lock: return setLock(value, waits: true)
    case .tryLock: return setLock(value, waits: false)
    case .lockFile: return setLock(value, waits: waitsForLock)
    case .niceness: return Self.store(Decimal.parseStep(bytes), in: &niceness)
    case .fileModeMask: return Self.store(FileModeMask.parse(bytes), in: &fileModeMask)
    case .oomScoreAdjustment: return Self.store(Decimal.parse(bytes, in: -1000...1000), in: &oomScoreAdjustment)
    case .ioPriority: return Self.store(IOPriority(parsing: bytes), in: &ioPriority)
    case .capabilities: return Self.store(CapabilitySet(parsing: bytes), in: &capabilities)
    case .landlock: return Self.store(LandlockRule.parse(bytes).map { (value, $0) }, in: &landlock)
    case .limit(let resource):
      guard let limit = LimitValue(parsing: bytes, acceptsHard: name == .softlimit) else { return false }
      limits[resource] = limit
    case .memoryLimit:
      guard let limit = LimitValue(parsing: bytes, acceptsHard: name == .softlimit) else { return false }
      limits.setMemory(limit)
    }
    return true
  }

  private mutating func setLock(_ file: Text, waits: Bool) -> Bool {
    guard lock == nil else { return false }
    lock = file
    waitsForLock = waits
    return true
  }

  private static func store<Value>(_ value: Value?, in place: inout Value?) -> Bool {
    guard let value else { return false }
    place = value
    return true
  }
}
