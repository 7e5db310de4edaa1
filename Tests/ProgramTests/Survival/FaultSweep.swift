import Foundation

/// One life with one fault.
struct FaultCase: Hashable, CustomStringConvertible {
  let life: String
  let fault: Fault

  var plan: FaultPlan? { FaultPlan.find(fault.call, fault.object) }

  /// The cases that differ in their number only.
  var group: String {
    "\(life)/\(plan?.title ?? "\(fault.call)")\(fault.inChild ? " in a child" : "")/\(fault.error)"
  }

  /// As `RUNIT_SWEEP` understands it.
  var description: String { "\(group)/\(fault.count)" }
}

/// How a life with a fault ended.
enum FaultVerdict {
  case passed
  /// The program refused to start, as it is documented.
  case refused
  /// There were fewer such calls this time.
  case notReached
  case failed(String)
}

/// The lives of a program without a fault: which calls it makes, and what it looks like when all is well.
struct FaultCensus {
  let life: any ScriptedLife.Type
  /// The calls and how often they were made.
  private(set) var tally: [Fault: Int] = [:]
  private(set) var descriptors: [String] = []
  private(set) var files: Set<String> = []

  /// Lives twice, since not every life makes the same calls.
  init(_ life: any ScriptedLife.Type) throws {
    self.life = life
    for _ in 0..<2 {
      let injector = FaultInjector(Programs.shipped(life.program), nil)
      let report = try Self.live(life, injector)
      tally.merge(injector.tally) { max($0, $1) }
      try demand(injector.finish(), "processes of \(life.name) left over without any fault")
      descriptors = report.descriptors
      files.formUnion(report.files.map(Self.kind))
    }
  }

  /// Lives without a fault, which has to go well.
  private static func live(_ life: any ScriptedLife.Type, _ injector: FaultInjector) throws -> LifeReport {
    let report = try life.init().live(under: injector)
    try demand(report.ending == .whole, "\(life.name) refuses to start")
    return report
  }

  /// Calls that the plan says nothing about.
  var unplanned: [String] {
    tally.keys.filter { FaultPlan.find($0.call, $0.object) == nil }.map { "\($0.call) \($0.object)" }
  }

  /// Every call, with every error that it can have, one at a time.
  var cases: [FaultCase] {
    tally.flatMap { key, count in
      (FaultPlan.find(key.call, key.object)?.errors ?? []).flatMap { error in
        (1...count).map { number in
          FaultCase(
            life: life.name,
            fault: Fault(
              call: key.call, object: key.object, inChild: key.inChild, count: number, error: error))
        }
      }
    }
  }

  /// Lives once with a fault.
  func judge(_ fault: Fault) -> FaultVerdict {
    let injector = FaultInjector(Programs.shipped(life.program), fault)
    let result = Result { try life.init().live(under: injector) }
    let hasInjected = injector.hasInjected
    guard injector.finish() else { return .failed("processes were left over") }
    do {
      let report = try result.get()
      switch report.ending {
      case .refused: return hasInjected ? .refused : .failed("refused to start without a reason")
      case .whole:
        let more = report.descriptors.count - descriptors.count
        try demand(more <= 0, "descriptors left over: \(report.descriptors)")
        let strangers = report.files.filter { !files.contains(Self.kind($0)) }
        try demand(strangers.isEmpty, "files left over: \(strangers)")
        return hasInjected ? .passed : .notReached
      }
    } catch {
      return .failed("\(error)")
    }
  }

  /// A name without the time in it.
  private static func kind(_ name: String) -> String { name.replacing(/@[0-9a-f]{24}/, with: "@") }
}

/// Lives many cases, some at a time.
final class FaultSweep: @unchecked Sendable {
  private static let width = 6

  private let censuses: [String: FaultCensus]
  private let lock = NSLock()
  private var waiting: [FaultCase]
  /// How many cases of a group were not reached: a life under watch may be slower, and make more calls.
  private var exhausted: [String: Int] = [:]
  private(set) var table = FaultTable()

  init(_ cases: [FaultCase], _ censuses: [FaultCensus]) {
    waiting = cases.reversed()
    self.censuses = Dictionary(uniqueKeysWithValues: censuses.map { ($0.life.name, $0) })
  }

  func run() {
    DispatchQueue.concurrentPerform(iterations: Self.width) { _ in
      while let next = lock.withLock({ waiting.popLast() }), let census = censuses[next.life] {
        if lock.withLock({ exhausted[next.group, default: 0] }) >= Self.width { continue }
        let verdict = census.judge(next.fault)
        lock.withLock {
          if case .notReached = verdict { exhausted[next.group, default: 0] += 1 }
          table.enter(next, verdict)
        }
      }
    }
  }
}
