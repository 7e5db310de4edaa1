import Console
import RunitCore
import Unix

/// The way from `chpst` to the program: what the options say is done in an order of its own, whatever theirs was.
struct Launch {
  let program: Arguments
  let options: LaunchOptions<CString>
  var environment = EnvironmentBlock()

  init(_ program: Arguments, _ options: LaunchOptions<CString>) {
    self.program = program
    self.options = options
  }

  /// Becomes the program.
  mutating func run() throws(Failure) -> Never {
    // A PATH from an environment directory is for the program, not for the search for it.
    let path = Environment["PATH"]
    if options.leadsSession { Process.startSession() }
    try actAsCaller()
    try enterAccount()
    try actAsUser()
    environment.install()
    let executable = program.programName
    if let name = options.argumentZero { program.rename(name) }
    let reason = ProgramSearch.execute(executable, program, path: path)
    throw Failure("unable to run:", program.programName, reason)
  }

  /// What needs the rights of the caller, and the files that he sees.
  private mutating func actAsCaller() throws(Failure) {
    if let group = options.controlGroup {
      try explain("unable to enter control group:", group, ControlGroup.enter(group))
    }
    if let adjustment = options.oomScoreAdjustment { try setOutOfMemoryScore(adjustment) }
    if let directory = options.environmentDirectory {
      try EnvironmentDirectory(directory, options).apply(to: &environment)
    }
    if let root = options.root {
      try explain("unable to change directory:", root, FileSystem.changeDirectory(root))
      try explain("unable to change root directory", nil, FileSystem.changeRoot())
    }
    if let directory = options.workingDirectory {
      try explain("unable to change directory:", directory, FileSystem.changeDirectory(directory))
    }
    if let step = options.niceness { try explain("unable to set nice level", nil, Priority.addNiceness(step)) }
    if let priority = options.ioPriority {
      try explain("unable to set I/O priority", nil, Priority.setIOPriority(priority.rawValue))
    }
    if options.setsHardLimits { try options.limits.raiseHardLimits() }
    if let capabilities = options.capabilities {
      try explain("unable to bound capabilities", nil, Privileges.bound(to: capabilities.rawValue))
      try explain("unable to keep capabilities", nil, Privileges.keepOverUserChange())
    }
  }

  /// What is done with the user's rights, of which the program keeps what is left.
  private func actAsUser() throws(Failure) {
    if let file = options.lock { try takeLock(file) }
    if let mask = options.fileModeMask { FileSystem.setModeMask(mask) }
    try prepareStreams()
    if options.forgoesNewPrivileges || options.landlock != nil {
      try explain("unable to forgo new privileges", nil, Privileges.forgoNew())
    }
    if let (text, rules) = options.landlock { try confine(text, rules) }
    if let capabilities = options.capabilities { try keep(capabilities) }
    try options.limits.apply(hard: options.setsHardLimits)
  }
}
