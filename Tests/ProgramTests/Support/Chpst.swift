import Foundation
import Testing

/// Runs `chpst` to its end.
func chpst(
  _ arguments: String..., environment: [String: String] = [:], in directory: String? = nil, input: Int32? = nil
) throws -> Outcome {
  try run("chpst", arguments, environment: environment, in: directory, input: input)
}

/// Runs `chpst` to its end as `daemon`, who owns nothing: root gives up his rights for that, others have none.
func chpstAsOrdinaryUser(_ arguments: String..., in directory: String? = nil) throws -> Outcome {
  guard geteuid() == 0 else { return try run("chpst", arguments, in: directory) }
  let change = ["--reuid=daemon", "--regid=daemon", "--clear-groups", "--inh-caps=-all"]
  return try run(
    "setpriv", change + [Programs.path("chpst")] + arguments, executable: "/usr/bin/setpriv", in: directory)
}

extension Trait where Self == ConditionTrait {
  /// For tests that need the capability of this number, which root in a container may lack.
  static func withCapability(_ number: UInt64) -> ConditionTrait {
    let effective = ProcessEntry(getpid()).status("CapEff").flatMap { UInt64($0, radix: 16) } ?? 0
    return .enabled(if: effective >> number & 1 == 1, "needs capability \(number)")
  }
}

/// A program that `chpst` can be called as, or daemontools' own program of that name.
struct Emulation: CustomTestStringConvertible {
  let name: String
  let isOriginal: Bool

  var testDescription: String { isOriginal ? "daemontools' \(name)" : "chpst as \(name)" }

  static let hasOriginals = FileManager.default.isExecutableFile(atPath: "/usr/bin/setuidgid")

  /// Both, or ours alone where daemontools is not installed.
  static func all(_ name: String) -> [Emulation] {
    [Emulation(name: name, isOriginal: false)] + (hasOriginals ? [Emulation(name: name, isOriginal: true)] : [])
  }

  var executable: String { isOriginal ? "/usr/bin/" + name : Programs.path("chpst") }

  func callAsFunction(
    _ arguments: String..., environment: [String: String] = [:], in directory: String? = nil
  ) throws -> Outcome {
    try run(name, arguments, executable: executable, environment: environment, in: directory)
  }

  func start(_ arguments: String..., in directory: String? = nil, session: Bool = false) throws -> RunningProgram {
    try RunningProgram(executable, [name] + arguments, in: directory, session: session)
  }
}

extension Outcome {
  /// What `cat /proc/self/status` printed behind `key`.
  func status(_ key: String) -> [String] {
    let line = output.split(separator: "\n").first { $0.hasPrefix(key + ":") } ?? ""
    return line.dropFirst(key.count + 1).split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// What `cat /proc/self/limits` printed of the limit `name`: soft and hard.
  func limit(_ name: String) -> [String] {
    let line = output.split(separator: "\n").first { $0.hasPrefix(name + " ") } ?? ""
    return Array(line.dropFirst(name.count).split(whereSeparator: \.isWhitespace).map(String.init).prefix(2))
  }

  /// What `env` printed of the variable `name`.
  func variable(_ name: String) -> String? {
    output.split(separator: "\n").first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
  }
}

/// Waits until `chpst` has become `sleep`, and the loader has opened and closed what it needs for that.
func waitUntilAsleep(_ program: RunningProgram) {
  program.awaitRest(as: "sleep")
}
