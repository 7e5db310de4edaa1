import Console
import RunitCore
import Unix

/// One run of `sv -d`: a command for services, and before it what brings up all that they need, or takes down all that
/// needs them. One stage after the other is waited for, and all of them share the time.
struct OrderedSession: ~Copyable {
  private let invocation: Invocation
  private let command: SvCommand
  private let prerequisites: SvCommand.Prerequisites
  private let deadline: Int64
  private var output = Output(to: .output)
  private var failures: UInt = 0

  init(_ invocation: Invocation, _ command: SvCommand, after prerequisites: SvCommand.Prerequisites) {
    self.invocation = invocation
    self.command = command
    self.prerequisites = prerequisites
    deadline = Clock.monotonic + Int64(invocation.limitSeconds) * 1_000_000_000
  }

  /// Does what was asked for with the services `names`, and returns the exit code.
  mutating func run(_ names: [CString]) -> CInt {
    let plan = plan(for: names)
    for refusal in plan.refusals { report(refusal) }
    carryOut(plan.steps)
    output.flush()
    return CInt(min(failures, invocation.isInitScript ? 1 : 99))
  }

  private mutating func plan(for names: [CString]) -> DependencyPlan {
    var neighbourhood = Neighbourhood(in: invocation.root)
    var known: [[UInt8]] = []
    for name in names {
      do throws(Errno) {
        let standardName = try Neighbourhood.standardName(name)
        if case .dependents = prerequisites { try neighbourhood.survey(beside: standardName) }
        known.append(standardName)
      } catch {
        var session = Session(invocation, command, [])
        session.report(.noDirectory(error), about: name)
        session.output.flush()
        failures += session.failures
      }
    }
    return DependencyPlan(known) { name in
      switch prerequisites {
      case .dependencies: neighbourhood.needs(name)
      case .dependents: neighbourhood.dependents(name)
      }
    }
  }

  private mutating func carryOut(_ steps: [DependencyPlan.Step]) {
    let names = steps.map { CString(keeping: $0.name.span) }
    var hasFailed = [Bool](repeating: false, count: steps.count)
    var next = 0
    while next < steps.count {
      let stage = steps.indices[next...].prefix(while: { steps[$0].stage == steps[next].stage })
      next += stage.count
      var others: [CString] = []
      var named: [CString] = []
      for place in stage {
        if let obstacle = steps[place].prerequisites.first(where: { hasFailed[$0] }) {
          hasFailed[place] = true
          reportFailure(of: names[obstacle], before: names[place])
        } else if steps[place].isNamed {
          named.append(names[place])
        } else if isConcerned(names[place]) {
          others.append(names[place])
        }
      }
      let failed = perform(commandForOthers, others) + perform(command, named)
      for place in stage where failed.contains(where: { $0 == names[place] }) { hasFailed[place] = true }
    }
  }

  /// What those are told that only have to come first.
  private var commandForOthers: SvCommand {
    switch prerequisites {
    case .dependencies: .start
    case .dependents: .stop
    }
  }

  /// Whether a service that was not asked for has to be dealt with: one without a `runsv` needs nobody.
  private func isConcerned(_ name: CString) -> Bool {
    if case .dependencies = prerequisites { return true }
    var directory = ServiceDirectory(in: ServicesDirectory(invocation.root))
    do throws(ServiceProblem) {
      try directory.find(name)
      _ = try directory.status()
    } catch {
      return !error.isMissingSupervisor
    }
    return true
  }

  /// Gives a command to services and waits for its effect; returns those for which it failed.
  private mutating func perform(_ command: SvCommand, _ names: [CString]) -> [CString] {
    guard !names.isEmpty else { return [] }
    output.flush()
    var session = Session(invocation, command, names)
    session.limit = deadline - Clock.monotonic
    _ = session.run()
    failures += session.failures
    return session.failed
  }

  private mutating func report(_ refusal: DependencyPlan.Refusal) {
    beginFailure(refusal.name.span)
    switch refusal.problem {
    case .missing(let name):
      output.append("dependency ")
      output.append(printable: name.span)
      output.append(" does not exist")
    case .cycle(var names):
      // By who needs whom in either case.
      if case .dependents = prerequisites { names.reverse() }
      output.append("dependency cycle: ")
      for (place, name) in names.enumerated() {
        if place > 0 { output.append(" -> ") }
        output.append(printable: name.span)
      }
    }
    output.append("\n")
  }

  private mutating func reportFailure(of obstacle: CString, before name: CString) {
    beginFailure(name.bytes)
    switch prerequisites {
    case .dependencies: output.append("its dependency ")
    case .dependents: output.append("its dependent ")
    }
    output.append(printable: obstacle.bytes)
    output.append(" failed\n")
  }

  private mutating func beginFailure(_ name: Span<UInt8>) {
    failures += 1
    output.append("fail: ")
    output.append(printable: name)
    output.append(": ")
  }
}
