/// All that `sv why` has found out about a service before it says anything.
package struct ServiceFacts: Sendable {
  /// What is under the service's name.
  package enum Place: Sendable {
    case directory
    /// Nothing; perhaps there is a directory of that name that could be enabled, or another name was meant.
    case nothing(isAvailable: Bool, similar: [UInt8]?)
    case danglingLink(target: [UInt8])
    case file
  }

  /// The `runsvdir` that looks after the directory of all services.
  package enum Scanner: Sendable {
    case none
    case running
    /// It stands still, and starts nothing.
    case stopped(process: [UInt8])
  }

  /// How `runsv` learns that the service is ready.
  package enum Announcement: Sendable {
    case notification
    case check
  }

  package struct Dependency: Sendable {
    package var name: [UInt8]
    package var service: ServiceSnapshot

    package init(name: [UInt8], service: ServiceSnapshot) {
      self.name = name
      self.service = service
    }
  }

  package var name: [UInt8]
  /// The directory of all services.
  package var root: [UInt8]
  /// The service directory.
  package var directory: [UInt8]
  package var place = Place.directory
  package var service: ServiceSnapshot
  package var log: ServiceSnapshot?
  package var scanner = Scanner.running
  package var runProblem: ScriptProblem?
  package var announcement: Announcement?
  /// Whether the kernel killed for want of memory when the service was killed.
  package var wasMemoryShort = false
  /// Whether the pipe to the logger is full, so that the service stands still.
  package var isLogPipeFull = false
  /// What the service waits for.
  package var dependencies: [Dependency] = []

  package init(name: [UInt8], root: [UInt8], directory: [UInt8], service: ServiceSnapshot) {
    self.name = name
    self.root = root
    self.directory = directory
    self.service = service
  }
}
