import CLibc
import Foundation

/// What /proc says of one process.
enum ProcessFacts {
  /// Kilobytes of a process.
  struct Memory {
    let proportional: Double
    let own: Double
    let pageTables: Double
  }

  static func memory(_ process: pid_t) throws -> Memory {
    guard let text = read("/proc/\(process)/smaps_rollup"), let status = read("/proc/\(process)/status"),
      let proportional = number("Pss", in: text), let clean = number("Private_Clean", in: text),
      let dirty = number("Private_Dirty", in: text), let tables = number("VmPTE", in: status)
    else { throw Failure("/proc/\(process)/smaps_rollup can't be read") }
    return Memory(proportional: proportional, own: clean + dirty, pageTables: tables)
  }

  /// Seconds on a processor, to the nanosecond.
  static func cpuSeconds(_ process: pid_t) throws -> Double {
    guard let first = read("/proc/\(process)/schedstat")?.split(separator: " ").first, let time = Double(first)
    else { throw Failure("/proc/\(process)/schedstat can't be read") }
    return time / 1e9
  }

  /// How often the process waited for something and was woken.
  static func wakeUps(_ process: pid_t) throws -> Double {
    guard let status = read("/proc/\(process)/status"), let count = number("voluntary_ctxt_switches", in: status)
    else { throw Failure("/proc/\(process)/status can't be read") }
    return count
  }

  private static func number(_ key: String, in text: String) -> Double? {
    let line = text.split(separator: "\n").first { $0.hasPrefix(key + ":") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
  }

  /// A whole file of /proc.
  static func read(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
