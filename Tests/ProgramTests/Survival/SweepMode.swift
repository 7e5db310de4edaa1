import Foundation

/// How long and how random the sweeps of this folder are.
enum SweepMode {
  /// `RUNIT_SWEEP=full` makes them as long as issue 8 asks; without it a sample is enough.
  static let isFull = ProcessInfo.processInfo.environment["RUNIT_SWEEP"] == "full"

  /// `RUNIT_SEED` chooses another series of random numbers; the one that was used is printed.
  static let seed = ProcessInfo.processInfo.environment["RUNIT_SEED"].flatMap { UInt64($0) } ?? 8

  /// Prints a line of a full sweep's report.
  static func report(_ line: String) { if isFull { print("[sweep] " + line) } }
}

/// Random numbers that are the same in each run: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}
