/// An option of `chpst` as people write it.
package struct LaunchOption: Sendable {
  /// `nil` for an option that runit does not have: those have only a name.
  package let letter: UInt8?
  package let name: Literal
  /// What the value is called in the help text; empty where there is none.
  package let value: Literal
  package let action: LaunchAction
  package let summary: Literal

  private init(
    _ letter: Unicode.Scalar?, _ name: Literal, _ value: Literal, _ setting: LaunchSetting,
    _ summary: Literal
  ) {
    (self.letter, self.name, self.value, self.summary) = (letter.map { UInt8(ascii: $0) }, name, value, summary)
    action = .setting(setting)
  }

  private init(
    _ letter: Unicode.Scalar?, _ name: Literal, _ flag: LaunchFlag, _ summary: Literal
  ) {
    (self.letter, self.name, value, self.summary) = (letter.map { UInt8(ascii: $0) }, name, "", summary)
    action = .flag(flag)
  }

  /// All of them, in the order of the manual page.
  package static let all: InlineArray<_, LaunchOption> = [
    LaunchOption("u", "user", "ACCOUNT", .account, "take the user and groups of ACCOUNT"),
    LaunchOption("U", "env-user", "ACCOUNT", .environmentAccount, "set UID and GID to those of ACCOUNT"),
    LaunchOption("b", "argv0", "NAME", .argumentZero, "run the program under NAME"),
    LaunchOption("e", "env-dir", "DIR", .environmentDirectory, "set the variables in DIR"),
    LaunchOption("/", "root", "DIR", .root, "change the root directory"),
    LaunchOption("C", "chdir", "DIR", .workingDirectory, "change the working directory"),
    LaunchOption("n", "nice", "N", .niceness, "add N to the nice level"),
    LaunchOption("l", "lock", "FILE", .lock, "lock FILE, wait for it if need be"),
    LaunchOption("L", "try-lock", "FILE", .tryLock, "lock FILE, or fail if somebody else has"),
    LaunchOption("m", "limit-memory", "BYTES", .memoryLimit, "limit data, stack, locked and all memory"),
    LaunchOption("d", "limit-data", "BYTES", .limit(.dataSize), "limit the data segment"),
    LaunchOption("o", "limit-open-files", "N", .limit(.openFiles), "limit the open files"),
    LaunchOption("p", "limit-processes", "N", .limit(.processes), "limit the processes of the user"),
    LaunchOption("f", "limit-file-size", "BYTES", .limit(.fileSize), "limit the size of files"),
    LaunchOption("c", "limit-core", "BYTES", .limit(.coreSize), "limit the size of core files"),
    LaunchOption("r", "limit-resident", "BYTES", .limit(.residentSize), "limit the resident memory"),
    LaunchOption("t", "limit-cpu", "SECONDS", .limit(.cpuSeconds), "limit the processor time"),
    LaunchOption("v", "verbose", .verbose, "warn about what is ignored"),
    LaunchOption("P", "session", .sessionLeader, "run in a session of its own"),
    LaunchOption("0", "close-stdin", .closeInput, "close standard input"),
    LaunchOption("1", "close-stdout", .closeOutput, "close standard output"),
    LaunchOption("2", "close-stderr", .closeError, "close standard error"),
    LaunchOption("N", "null", .nullStreams, "reopen them on /dev/null instead"),
    LaunchOption(nil, "init-groups", .initGroups, "take the user's groups of /etc/group too"),
    LaunchOption(nil, "login-env", .loginEnvironment, "set HOME, USER, LOGNAME and SHELL"),
    LaunchOption(nil, "umask", "MODE", .fileModeMask, "set the file mode mask"),
    LaunchOption(nil, "hard", .hardLimits, "set hard limits too"),
    LaunchOption(nil, "oom-score-adj", "N", .oomScoreAdjustment, "be killed later or sooner when memory is short"),
    LaunchOption(nil, "ioprio", "CLASS[:LEVEL]", .ioPriority, "set the priority of input and output"),
    LaunchOption(nil, "no-new-privs", .noNewPrivileges, "gain no privileges by executing programs"),
    LaunchOption(nil, "caps", "NAMES", .capabilities, "keep these capabilities and no others"),
    LaunchOption(nil, "cgroup", "DIR", .controlGroup, "enter a control group"),
    LaunchOption(nil, "landlock", "RULES", .landlock, "open only what ro:PATH,rw:PATH allow"),
    LaunchOption("V", "version-and-usage", .versionAndUsage, "print the version as runit does"),
    LaunchOption(nil, "help", .help, "print this"),
    LaunchOption(nil, "version", .version, "print the version"),
  ]

  fileprivate static func first(where isMeant: (LaunchOption) -> Bool) -> LaunchOption? {
    for index in all.indices where isMeant(all[index]) { return all[index] }
    return nil
  }
}

extension LaunchName {
  /// What the letter of an option means under this name; it is one of ``plainLetters`` or ``valuedLetters``.
  package func action(for letter: UInt8) -> LaunchAction? {
    switch self {
    case .chpst: LaunchOption.first { $0.letter == letter }?.action
    case .setlock: Self.lockFlag(letter).map { .flag($0) }
    case .softlimit: Self.limit(letter).map { .setting($0) }
    case .setuidgid, .envuidgid, .envdir, .pgrphack: nil
    }
  }

  /// What `--NAME` means under this name: only `chpst` has more than two such options.
  package func action(forLong name: Span<UInt8>) -> LaunchAction? {
    guard let action = LaunchOption.first(where: { name.equals($0.name) })?.action else { return nil }
    return self == .chpst || action == .flag(.help) || action == .flag(.version) ? action : nil
  }

  private static func lockFlag(_ letter: UInt8) -> LaunchFlag? {
    switch letter {
    case UInt8(ascii: "n"): .giveUpLock
    case UInt8(ascii: "N"): .waitForLock
    case UInt8(ascii: "x"): .failQuietly
    case UInt8(ascii: "X"): .failLoudly
    default: nil
    }
  }

  private static func limit(_ letter: UInt8) -> LaunchSetting? {
    switch letter {
    case UInt8(ascii: "a"): .limit(.addressSpace)
    case UInt8(ascii: "c"): .limit(.coreSize)
    case UInt8(ascii: "d"): .limit(.dataSize)
    case UInt8(ascii: "f"): .limit(.fileSize)
    case UInt8(ascii: "l"): .limit(.lockedMemory)
    case UInt8(ascii: "m"): .memoryLimit
    case UInt8(ascii: "o"): .limit(.openFiles)
    case UInt8(ascii: "p"): .limit(.processes)
    case UInt8(ascii: "r"): .limit(.residentSize)
    case UInt8(ascii: "s"): .limit(.stackSize)
    case UInt8(ascii: "t"): .limit(.cpuSeconds)
    default: nil
    }
  }
}
