/// All that `sv why` has found out about a service before it says anything.
public struct ServiceFacts: Sendable {
  /// What is under the service's name.
  public enum Place: Sendable {
    case directory
    /// Nothing; perhaps there is a directory of that name that could be enabled, or another name was meant.
    case nothing(isAvailable: Bool, similar: [UInt8]?)
    case danglingLink(target: [UInt8])
    case file
  }

  /// The `runsvdir` that looks after the directory of all services.
  public enum Scanner: Sendable {
    case none
    case running
    /// It stands still, and starts nothing.
    case stopped(process: [UInt8])
  }

  /// How `runsv` learns that the service is ready.
  public enum Announcement: Sendable {
    case notification
    case check
  }

  public struct Dependency: Sendable {
    public var name: [UInt8]
    public var service: ServiceSnapshot

    public init(name: [UInt8], service: ServiceSnapshot) {
      self.name = name
      self.service = service
    }
  }

  public var name: [UInt8]
  /// The directory of all services.
  public var root: [UInt8]
  /// The service directory.
  public var directory: [UInt8]
  public var place = Place.directory
  public var service: ServiceSnapshot
  public var log: ServiceSnapshot?
  public var scanner = Scanner.running
  public var runProblem: ScriptProblem?
  public var announcement: Announcement?
  /// Whether the kernel killed for want of memory when the service was killed.
  public var wasMemoryShort = false
  /// Whether the pipe to the logger is full, so that the service stands still.
  public var isLogPipeFull = false
  /// What the service waits for.
  public var dependencies: [Dependency] = []

  public init(name: [UInt8], root: [UInt8], directory: [UInt8], service: ServiceSnapshot) {
    self.name = name
    self.root = root
    self.directory = directory
    self.service = service
  }
}
