import Foundation

/// What /proc says of a process.
struct ProcessEntry {
  let id: pid_t

  init(_ id: pid_t) { self.id = id }

  var workingDirectory: String? { link("cwd") }
  var executable: String? { link("exe") }

  /// Whether it exists and is not a zombie.
  var isAlive: Bool { state.map { $0 != "Z" && $0 != "X" } ?? false }

  /// The third field of /proc/PID/stat.
  var state: Character? { fields?.first?.first }
  var parent: pid_t? { number(1) }
  var group: pid_t? { number(2) }
  var session: pid_t? { number(3) }
  var nice: Int32? { number(16) }

  /// Where its stack begins: another place each time that a program is executed.
  var stackStart: UInt64? { fields.flatMap { UInt64($0[25]) } }

  /// How long ago it was started; 0 when there is none.
  var ageSeconds: Double {
    guard let ticks = fields.flatMap({ Double($0[19]) }),
      let uptime = try? String(contentsOfFile: "/proc/uptime", encoding: .utf8).split(separator: " ").first,
      let now = Double(uptime)
    else { return 0 }
    return now - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// The processor time that it has used, in clock ticks.
  var processorTicks: Int? {
    fields.flatMap { Int($0[11]) }.flatMap { user in fields.flatMap { Int($0[12]) }.map { user + $0 } }
  }

  /// The arguments it was started with.
  var arguments: [String] { strings("cmdline") }

  /// The variables it was started with.
  var environment: [String] { strings("environ") }

  /// Whether `signal` was sent to it and has not been taken yet.
  func isPending(_ signal: Int32) -> Bool? {
    status("ShdPnd").flatMap { UInt64($0, radix: 16) }.map { $0 & SignalMasks.bit(signal) != 0 }
  }

  /// Its open descriptors and what they refer to.
  var descriptors: [Int: String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd")) ?? []
    var result: [Int: String] = [:]
    for name in names { if let number = Int(name) { result[number] = link("fd/" + name) } }
    return result
  }

  var signals: SignalMasks? {
    (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)).flatMap { SignalMasks($0) }
  }

  /// A value of /proc/PID/status.
  func status(_ key: String) -> String? { value(of: key, in: "status") }

  /// Its memory in kilobytes, by the line `key` of /proc/PID/smaps_rollup.
  func kilobytes(_ key: String) -> Int? {
    value(of: key, in: "smaps_rollup").flatMap { $0.split(separator: " ").first }.flatMap { Int($0) }
  }

  private func value(of key: String, in file: String) -> String? {
    guard let text = try? String(contentsOfFile: "/proc/\(id)/\(file)", encoding: .utf8) else { return nil }
    return text.split(separator: "\n").first { $0.hasPrefix(key + ":") }
      .map { $0.dropFirst(key.count + 1).trimmingCharacters(in: .whitespaces) }
  }

  /// Whether it ignores any signal, save the two that the C library keeps to itself.
  var ignoresSignals: Bool {
    guard let mask = status("SigIgn").flatMap({ UInt64($0, radix: 16) }) else { return false }
    return mask & ~0x1_8000_0000 != 0
  }

  /// The number of the system call in which it waits.
  var systemCall: Int32? {
    let text = try? String(contentsOfFile: "/proc/\(id)/syscall", encoding: .utf8)
    return text?.split(separator: " ").first.flatMap { Int32($0) }
  }

  private var fields: [Substring]? {
    guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
      let end = text.lastIndex(of: ")")
    else { return nil }
    return text[text.index(after: end)...].split(separator: " ")
  }

  private func strings(_ file: String) -> [String] {
    guard let data = FileManager.default.contents(atPath: "/proc/\(id)/" + file) else { return [] }
    return data.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private func number(_ index: Int) -> pid_t? { fields.flatMap { pid_t($0[index]) } }

  private func link(_ name: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/\(name)")
  }
}

enum ProcessTable {
  static var all: [ProcessEntry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.map { ProcessEntry($0) }
  }

  static func children(of parent: pid_t) -> [ProcessEntry] { all.filter { $0.parent == parent } }
}

/// The signals of a process as /proc/PID/status shows them, as bits from signal 1 on.
///
/// Signals above 31 are left out: `posix_spawn` of glibc leaves two of them ignored, which is not runit's doing.
struct SignalMasks: Equatable {
  let blocked: UInt64
  let ignored: UInt64
  let caught: UInt64

  static let none = SignalMasks(blocked: 0, ignored: 0, caught: 0)

  init(blocked: UInt64 = 0, ignored: UInt64 = 0, caught: UInt64 = 0) {
    self.blocked = blocked
    self.ignored = ignored
    self.caught = caught
  }

  /// `nil` when `text` is not, or not yet, all of /proc/PID/status.
  init?(_ text: String) {
    func bits(_ key: String) -> UInt64? {
      let line = text.split(separator: "\n").first { $0.hasPrefix(key + ":\t") }
      return line.flatMap { UInt64($0.dropFirst(key.count + 2), radix: 16) }.map { $0 & 0x7fff_ffff }
    }
    guard let blocked = bits("SigBlk"), let ignored = bits("SigIgn"), let caught = bits("SigCgt") else { return nil }
    self.init(blocked: blocked, ignored: ignored, caught: caught)
  }

  /// The bit of a signal.
  static func bit(_ signal: Int32) -> UInt64 { 1 << UInt64(signal - 1) }
}
