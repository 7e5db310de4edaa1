import Console
import RunitCore
import Unix

/// The other names of runit-init, for a machine that has nothing else of these names.
enum PowerCommand {
  /// As `poweroff`, but with `-f` the machine stays on, stopped.
  case halt
  case powerOff
  case reboot
  case shutdown

  init?(name: CString) {
    if name == "halt" {
      self = .halt
    } else if name == "poweroff" {
      self = .powerOff
    } else if name == "reboot" {
      self = .reboot
    } else if name == "shutdown" {
      self = .shutdown
    } else {
      return nil
    }
  }

  private var name: CString {
    switch self {
    case .halt: "halt"
    case .powerOff: "poweroff"
    case .reboot: "reboot"
    case .shutdown: "shutdown"
    }
  }

  private var synopsis: CString {
    switch self {
    case .halt, .powerOff, .reboot: " [-dfhinpw]"
    case .shutdown: " [-hHPr] now|+minutes|hh:mm [message]"
    }
  }

  func run(_ arguments: Arguments) throws(Failure) -> CInt {
    if printStandardAnswer(to: arguments[1], program: name, synopsis: synopsis, version: CString(versionText)) {
      return ExitCode.success
    }
    if self == .shutdown {
      if let shutdown = ScheduledShutdown(arguments) {
        try shutdown.run()
        return ExitCode.success
      }
    } else if let options = PowerOptions(arguments) {
      try end(options)
      return ExitCode.success
    }
    printUsage(arguments.programName, synopsis)
    return ExitCode.usage
  }

  private func end(_ options: PowerOptions) throws(Failure) {
    if options.onlyRecords { return }
    guard options.isForced else { return try (self == .reboot ? StopRequest.reboot : .powerOff).send() }
    if options.synchronizes { Machine.synchronize() }
    switch self {
    case .reboot: try explain("unable to reboot", nil, Machine.restart())
    case .halt where !options.powersOff: try explain("unable to halt", nil, Machine.halt())
    case .halt, .powerOff, .shutdown: try explain("unable to power off", nil, Machine.powerOff())
    }
  }
}

/// The options of `halt`, `poweroff` and `reboot`, as they are on other systems.
struct PowerOptions {
  /// `-f`: at once, without process 1 and the stages.
  private(set) var isForced = false
  /// `-n` switches it off.
  private(set) var synchronizes = true
  /// `-w`: only make the record in wtmp, which runit doesn't have.
  private(set) var onlyRecords = false
  /// `-p`.
  private(set) var powersOff = false

  /// Returns `nil` for wrong usage.
  init?(_ arguments: Arguments) {
    var options = OptionParser(plain: "dfhinpw", valued: "", count: arguments.count)
    while true {
      switch options.next({ word, index in arguments[word]?[index] ?? 0 }) {
      case .option(UInt8(ascii: "f")): isForced = true
      case .option(UInt8(ascii: "n")): synchronizes = false
      case .option(UInt8(ascii: "w")): onlyRecords = true
      case .option(UInt8(ascii: "p")): powersOff = true
      case .option: break  // -d, -h, -i: nothing is recorded, parked or taken down here
      case .end(let operands):
        guard operands == arguments.count else { return nil }
        return
      case .long(let word):
        guard let option = arguments[word], option == "--force" else { return nil }
        isForced = true
      case .unknown, .value, .missingValue: return nil
      }
    }
  }
}
