/// What is to be done before the program runs: the options of a command line, whose words are of type `Text`.
public struct LaunchOptions<Text> {
  /// The standard streams, in the order of their numbers.
  public struct Streams: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static var input: Self { Self(rawValue: 1 << 0) }
    public static var output: Self { Self(rawValue: 1 << 1) }
    public static var error: Self { Self(rawValue: 1 << 2) }
  }

  public let name: LaunchName

  public private(set) var account: Text?
  public private(set) var environmentAccount: Text?
  public private(set) var argumentZero: Text?
  public private(set) var environmentDirectory: Text?
  public private(set) var root: Text?
  public private(set) var workingDirectory: Text?
  public private(set) var niceness: Int32?
  public private(set) var lock: Text?
  public private(set) var waitsForLock = true
  public private(set) var limits = LaunchLimits()
  public private(set) var setsHardLimits = false
  public private(set) var leadsSession: Bool
  public private(set) var isVerbose = false
  /// Whether a failure is to look like success: `setlock -x`.
  public private(set) var failsQuietly = false
  public private(set) var takesInitGroups = false
  public private(set) var takesLoginEnvironment = false
  public private(set) var fileModeMask: UInt32?
  public private(set) var oomScoreAdjustment: Int32?
  public private(set) var ioPriority: IOPriority?
  public private(set) var forgoesNewPrivileges = false
  public private(set) var capabilities: CapabilitySet?
  public private(set) var controlGroup: Text?
  public private(set) var landlock: (text: Text, rules: [LandlockRule])?

  private var chosenStreams: Streams = []
  private var usesNull = false

  /// What a program called `name` does without options.
  public init(_ name: LaunchName) {
    self.name = name
    leadsSession = name == .pgrphack
  }

  /// The standard streams that the program gets closed.
  public var closedStreams: Streams { usesNull ? [] : chosenStreams }

  /// The standard streams that the program gets from /dev/null: all of them where `-N` stands without `-0`, `-1` and `-2`.
  public var nullStreams: Streams {
    guard usesNull else { return [] }
    return chosenStreams.isEmpty ? [.input, .output, .error] : chosenStreams
  }

  /// Whether options were given that need an account to be about.
  public var lacksAccount: Bool {
    account == nil && (takesInitGroups || takesLoginEnvironment && environmentAccount == nil)
  }
}

extension LaunchOptions {
  public mutating func set(_ flag: LaunchFlag) {
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
  public mutating func set(_ setting: LaunchSetting, to value: Text, _ bytes: Span<UInt8>) -> Bool {
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
