import RunitCore
import Testing

extension LaunchOptions<String> {
  /// As on the command line, with a text in the place of an argument.
  mutating func set(_ setting: LaunchSetting, to value: String) -> Bool { set(setting, to: value, value.utf8Span.span) }
}

@Suite("The options of a launch")
struct LaunchOptionsTests {
  @Test func `are those that were given last`() {
    var options = LaunchOptions<String>(.chpst)
    let accepted = options.set(.account, to: "daemon") && options.set(.account, to: "games")
    #expect(accepted)
    #expect(options.account == "games")
    let changed = options.set(.niceness, to: "5") && options.set(.niceness, to: "-3")
    #expect(changed)
    #expect(options.niceness == -3)
  }

  @Test(arguments: [(LaunchSetting.lock, LaunchSetting.lock), (.tryLock, .lock), (.lock, .tryLock)])
  func `name one lock at most`(first: LaunchSetting, second: LaunchSetting) {
    var options = LaunchOptions<String>(.chpst)
    let accepted = options.set(first, to: "a")
    let acceptedAgain = options.set(second, to: "b")
    #expect(accepted && !acceptedAgain)
    #expect(options.lock == "a")
    #expect(options.waitsForLock == (first == .lock))
  }

  @Test(arguments: [([LaunchFlag](), true), ([.giveUpLock], false), ([.giveUpLock, .waitForLock], true)])
  func `let setlock wait unless told otherwise`(flags: [LaunchFlag], waits: Bool) {
    var options = LaunchOptions<String>(.setlock)
    for flag in flags { options.set(flag) }
    let accepted = options.set(.lockFile, to: "lock")
    #expect(accepted)
    #expect(options.waitsForLock == waits)
  }

  typealias Streams = LaunchOptions<String>.Streams
  static let streams: [(flags: [LaunchFlag], closed: Streams, null: Streams)] = [
    ([], [], []),
    ([.closeInput, .closeError], [.input, .error], []),
    ([.nullStreams, .closeOutput], [], [.output]),
    ([.closeOutput, .nullStreams], [], [.output]),
    ([.nullStreams], [], [.input, .output, .error]),
  ]

  @Test(arguments: streams)
  func `close streams or reopen them`(flags: [LaunchFlag], closed: Streams, null: Streams) {
    var options = LaunchOptions<String>(.chpst)
    for flag in flags { options.set(flag) }
    #expect(options.closedStreams == closed)
    #expect(options.nullStreams == null)
  }

  static let limits: [(LaunchName, String, LimitValue?)] = [
    (.chpst, "4096", .amount(4096)), (.chpst, "", .amount(0)), (.chpst, "18446744073709551615", .amount(.max)),
    (.chpst, "18446744073709551616", nil), (.chpst, "-1", nil), (.chpst, "+1", nil), (.chpst, "1k", nil),
    (.chpst, " 1", nil), (.chpst, "0x10", nil), (.chpst, "unlimited", nil), (.chpst, "=", nil),
    (.softlimit, "=", .hard), (.softlimit, "==", nil), (.softlimit, "7", .amount(7)),
  ]

  @Test(arguments: limits)
  func `limit by whole numbers`(name: LaunchName, text: String, value: LimitValue?) {
    var options = LaunchOptions<String>(name)
    let accepted = options.set(.limit(.openFiles), to: text)
    #expect(accepted == (value != nil))
    #expect(options.limits[.openFiles] == value)
    #expect(options.limits.isEmpty == (value == nil))
  }

  @Test func `limit data by whichever of -m and -d came last`() {
    var options = LaunchOptions<String>(.chpst)
    let accepted = options.set(.limit(.dataSize), to: "1") && options.set(.memoryLimit, to: "2")
    #expect(accepted)
    for resource in [LimitedResource.dataSize, .stackSize, .lockedMemory, .addressSpace] {
      #expect(options.limits[resource] == .amount(2))
    }
    let changed = options.set(.limit(.dataSize), to: "3")
    #expect(changed)
    #expect(options.limits[.dataSize] == .amount(3))
    #expect(options.limits[.stackSize] == .amount(2))
    #expect(options.limits[.residentSize] == nil)
  }

  static let accounts: [(flag: LaunchFlag, account: LaunchSetting?, lacks: Bool)] = [
    (.initGroups, nil, true), (.loginEnvironment, nil, true), (.verbose, nil, false),
    (.initGroups, .account, false), (.loginEnvironment, .account, false),
    (.initGroups, .environmentAccount, true), (.loginEnvironment, .environmentAccount, false),
  ]

  @Test(arguments: accounts)
  func `miss an account where they need one`(flag: LaunchFlag, account: LaunchSetting?, lacks: Bool) {
    var options = LaunchOptions<String>(.chpst)
    options.set(flag)
    if let account { _ = options.set(account, to: "daemon") }
    #expect(options.lacksAccount == lacks)
  }

  static let masks: [(String, UInt32?)] = [
    ("0", 0), ("022", 0o022), ("777", 0o777), ("1000", nil), ("8", nil), ("", nil), ("-1", nil),
    ("77777777777777777777777777", nil),
  ]

  @Test(arguments: masks)
  func `take an octal mask`(text: String, mask: UInt32?) { #expect(FileModeMask.parse(text.utf8Span.span) == mask) }
}
