import Foundation
import Testing

/// `RUNIT_SWEEP` is `full`, or the beginning of the cases that are to be lived: `runsv/openat`.
@Suite("A fault in any system call", .asRoot, .ofShipped, .ours("retries"))
struct FaultSweepTests {
  static var lives: [any ScriptedLife.Type] {
    [RunsvLife.self, RunsvAdoptionLife.self, RunsvNeedingLife.self, RunsvdirLife.self, SvlogdLife.self, RunitLife.self]
  }
  private static let choice = ProcessInfo.processInfo.environment["RUNIT_SWEEP"]
  /// How many cases of each program are in the sample.
  private static let sampleSize = 4

  @Test func `costs no service, no line and no state`() throws {
    let censuses = try Self.lives.map { try FaultCensus($0) }
    for census in censuses { #expect(census.unplanned.isEmpty, "calls that the plan does not know") }
    let sweep = FaultSweep(censuses.flatMap { Self.select($0.cases) }, censuses)
    sweep.run()
    print(sweep.table)
    for failure in sweep.table.failures.sorted() { Issue.record("\(failure)") }
  }

  private static func select(_ cases: [FaultCase]) -> [FaultCase] {
    let sorted = cases.sorted { ($0.group, $0.fault.count) < ($1.group, $1.fault.count) }
    if choice == "full" { return sorted }
    if let choice { return sorted.filter { $0.description.hasPrefix(choice) } }
    var generator = SeededGenerator(seed: SweepMode.seed)
    return Array(sorted.shuffled(using: &generator).prefix(sampleSize))
  }
}
