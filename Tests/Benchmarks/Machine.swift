import CLibc
import Foundation

/// The machine that the figures are of.
struct Machine: Codable {
  let processor: String
  let cores: Int
  let kernel: String
  let memoryGigabytes: Double
  /// The load average of a minute before the run: other work makes every figure worse.
  let load: String

  init() {
    let lines = ((try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "").split(separator: "\n")
    let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
    processor = model?.trimmingCharacters(in: .whitespaces) ?? "unknown processor"
    cores = ProcessInfo.processInfo.activeProcessorCount
    kernel = "Linux " + (ProcessFacts.read("/proc/sys/kernel/osrelease") ?? "").trimmingCharacters(in: .newlines)
    memoryGigabytes = Double(ProcessInfo.processInfo.physicalMemory) / Double(1 << 30)
    load = String((ProcessFacts.read("/proc/loadavg") ?? "").split(separator: " ").first ?? "?")
  }

  var summary: String {
    "\(processor), \(cores) cores, \(Unit.digits(memoryGigabytes)) GB, \(kernel), load \(load) at the start"
  }
}
