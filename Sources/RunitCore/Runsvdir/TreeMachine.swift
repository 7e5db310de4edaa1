/// The life of a whole tree: up, perhaps around one main program, and its orderly end.
///
/// It decides when what has to be stopped and with which code `runsvdir` ends. Points of time are nanoseconds of the
/// monotonic clock.
package struct TreeMachine: Sendable {
  /// What the operator or the system asks of the whole tree.
  package enum Request: Sendable {
    case terminate
    case hangUp
  }

  package enum Effect: Equatable, Sendable {
    /// Send TERM to the main program.
    case terminateCommand
    /// Send TERM to every `runsv`.
    case stopServices
    /// The time for an orderly end is over: whatever still lives gets KILL.
    case killAll
    case exit(code: Int32)
  }

  enum Phase: Equatable {
    case up
    /// The main program is on its way down; the services are still there for it.
    case endingCommand
    case stoppingServices
    /// KILL was sent.
    case killing
  }

  /// The exit codes of a tree that the operator ends.
  package static let terminatedCode: Int32 = 0
  package static let hungUpCode: Int32 = 111
  /// Even a process that got KILL may hang in the kernel; it is not waited for longer than this.
  private static let patience: Int64 = 1_000_000_000

  /// Whether the tree is to go when we go, as in a container. Without this, TERM leaves the services to themselves.
  package let isContainer: Bool
  /// How long an orderly end may take; `nil` is as long as it takes.
  private let budget: Int64?
  private(set) var phase = Phase.up
  /// The code to exit with at the end.
  private var code: Int32 = terminatedCode
  /// Whether the operator has asked for the end, which may have begun for another reason.
  private var isRequested = false
  /// Whether the main program or an essential service has begun it: then the code is theirs.
  private var hasReasonOfItsOwn = false
  private var hasCommand = false
  /// Whether the main program's code is the one to exit with, if it still comes.
  private var takesCommandCode = false
  /// When ``timePassed(at:)`` is due.
  package private(set) var deadline = Int64.max

  package init(isContainer: Bool, budgetSeconds: UInt32? = nil) {
    self.isContainer = isContainer
    budget = budgetSeconds.map { Int64($0) * 1_000_000_000 }
  }

  /// Whether services are still started.
  package var isUp: Bool { phase == .up }

  /// The main program runs.
  package mutating func commandStarted() { hasCommand = true }

  /// The second request ends the tree at once, however many services are left. The first one changes nothing about an
  /// end that is under way already.
  package mutating func request(_ request: Request, at now: Int64) -> Effect? {
    let code = request == .hangUp ? Self.hungUpCode : Self.terminatedCode
    guard isContainer || request == .hangUp else { return .exit(code: code) }
    if isRequested { return .exit(code: hasReasonOfItsOwn ? self.code : code) }
    isRequested = true
    guard phase == .up else { return nil }
    takesCommandCode = request == .terminate
    return end(code, at: now)
  }

  /// The main program has ended, or could not be started. That is the end of the tree, with its `code` unless the end
  /// had another reason.
  package mutating func commandEnded(code: Int32, at now: Int64) -> Effect? {
    hasCommand = false
    if takesCommandCode { self.code = code }
    switch phase {
    case .up:
      hasReasonOfItsOwn = true
      return end(code, at: now)
    case .endingCommand:
      phase = .stoppingServices
      return .stopServices
    case .stoppingServices, .killing: return nil
    }
  }

  /// A service without which the tree makes no sense has ended with `code`.
  package mutating func essentialServiceEnded(code: Int32, at now: Int64) -> Effect? {
    guard phase == .up else { return nil }
    hasReasonOfItsOwn = true
    return end(code, at: now)
  }

  /// No service is left, and none will come.
  package func servicesGone() -> Effect? {
    switch phase {
    case .up, .endingCommand: nil
    case .stoppingServices: .exit(code: code)
    case .killing: hasCommand ? nil : .exit(code: code)
    }
  }

  package mutating func timePassed(at now: Int64) -> Effect? {
    guard deadline <= now else { return nil }
    deadline = .max
    if phase == .killing { return .exit(code: code) }
    phase = .killing
    deadline = now + Self.patience
    return .killAll
  }

  private mutating func end(_ code: Int32, at now: Int64) -> Effect {
    self.code = code
    deadline = budget.map { now + $0 } ?? .max
    phase = hasCommand ? .endingCommand : .stoppingServices
    return hasCommand ? .terminateCommand : .stopServices
  }
}
