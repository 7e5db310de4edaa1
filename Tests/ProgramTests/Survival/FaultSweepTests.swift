import Foundation
import Testing

/// `RUNIT_SWEEP` is `full`, or the beginning of the cases that are to be lived: `runsv/openat`. `RUNIT_SWEEP_TIMES` is how
/// often each is, for one that fails now and then, and `RUNIT_SWEEP_PART`, such as `2/9`, leaves the other parts out.
@Suite("A fault in any system call", .asRoot, .ofShipped, .ours("retries"))
struct FaultSweepTests {
  static var lives: [any ScriptedLife.Type] {
    [
      RunsvLife.self, RunsvAdoptionLife.self, RunsvNeedingLife.self, RunsvCheckingLife.self,
      RunsvGroupAdoptionLife.self, RunsvUpgradeLife.self, RunsvdirLife.self, RunsvdirUpgradeLife.self,
      RunsvdirCommandLife.self, RunsvdirEssentialLife.self, SvlogdLife.self, RunitLife.self, RunsvTalkingLife.self,
      RunsvParameterLife.self, RunsvOneShotLife.self, SvlogdKeepingLife.self,
    ]
  }
  /// Those whose service directory lies on an overlay.
  static var overlayLives: [any ScriptedLife.Type] { [RunsvOverlayLife.self] }
  private static let choice = ProcessInfo.processInfo.environment["RUNIT_SWEEP"]
  private static let times = ProcessInfo.processInfo.environment["RUNIT_SWEEP_TIMES"].flatMap { Int($0) } ?? 1
  /// Which part of how many; the cases of one call lie far apart, so that all parts take the same time.
  private static let part: (number: Int, of: Int)? = {
    let text = ProcessInfo.processInfo.environment["RUNIT_SWEEP_PART"] ?? ""
    let numbers = text.split(separator: "/").compactMap { Int($0) }
    return numbers.count == 2 && 1...max(1, numbers[1]) ~= numbers[0] ? (numbers[0], numbers[1]) : nil
  }()
  /// How many cases of each program are in the sample.
  private static let sampleSize = 4

  @Test func `costs no service, no line and no state`() throws { try Self.sweep(Self.lives) }

  @Test(.enabled(if: Overlay.isPossible, "needs the right to mount overlayfs"))
  func `on overlayfs costs no service, no line and no state`() throws { try Self.sweep(Self.overlayLives) }

  private static func sweep(_ lives: [any ScriptedLife.Type]) throws {
    let censuses = try lives.filter { isChosen($0.name) }.map { try FaultCensus($0) }
    if censuses.isEmpty { return }
    for census in censuses { #expect(census.unplanned.isEmpty, "calls that the plan does not know") }
    let sweep = FaultSweep(censuses.flatMap { Self.select($0.cases) }, censuses)
    sweep.run()
    print(sweep.table)
    for failure in sweep.table.failures.sorted() { Issue.record("\(failure)") }
  }

  private static func isChosen(_ life: String) -> Bool {
    guard let choice, choice != "full" else { return true }
    return choice.hasPrefix(life + "/") || (life + "/").hasPrefix(choice)
  }

  private static func select(_ cases: [FaultCase]) -> [FaultCase] {
    let sorted = cases.sorted { ($0.group, $0.fault.count) < ($1.group, $1.fault.count) }
    guard let choice else {
      var generator = SeededGenerator(seed: SweepMode.seed)
      return Array(sorted.shuffled(using: &generator).prefix(sampleSize))
    }
    let chosen = choice == "full" ? sorted : sorted.filter { $0.description.hasPrefix(choice) }
    let ours = chosen.indices.filter { index in part.map { index % $0.of == $0.number - 1 } ?? true }
    return ours.flatMap { Array(repeating: chosen[$0], count: times) }
  }
}
