import Glibc

/// What is fed with inputs: one parser, codec or machine, and what must hold for it whatever the input is.
struct Target: Sendable {
  let name: String
  /// No input is longer.
  let maximumLength: Int
  /// Inputs to begin with, which reach deep at once.
  let seeds: [String]
  let run: @Sendable (Span<UInt8>) -> Void

  init(_ name: String, _ maximumLength: Int, _ seeds: [String] = [], _ run: @escaping @Sendable (Span<UInt8>) -> Void) {
    self.name = name
    self.maximumLength = maximumLength
    self.seeds = seeds
    self.run = run
  }

  func writeSeeds(into directory: String) {
    for (number, seed) in seeds.enumerated() {
      guard let file = fopen("\(directory)/seed-\(number)", "w") else { continue }
      _ = Array(seed.utf8).withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
      fclose(file)
    }
  }
}

let targets =
  textTargets + timeTargets + statusTargets + reportTargets + machineTargets + serviceTargets + graphTargets
  + scanTargets + logTargets + lineTargets + launchTargets + optionTargets + probeTargets

/// Ends the run with the input that broke `promise`, which libFuzzer keeps.
@inline(__always)
func require(_ isKept: Bool, _ promise: StaticString) {
  if !isKept { fail(promise) }
}

@inline(never)
func fail(_ promise: StaticString) -> Never {
  print("fuzz: broken: \(promise)")
  fflush(nil)
  abort()
}
