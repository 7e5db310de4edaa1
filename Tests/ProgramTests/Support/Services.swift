import CLibc
import Foundation
import Testing

/// A directory of services, some of them supervised, for `sv` to deal with.
final class Services {
  /// A daemon that lives until it is told to go, and obeys at once.
  static let daemon = "#!/bin/sh\nexec sleep 1000\n"

  /// Debian's `runsv`, unless `RUNIT_SUPERVISOR` names another: `sv` must get along with both.
  static let runsv = ProcessInfo.processInfo.environment["RUNIT_SUPERVISOR"] ?? "/usr/bin/runsv"

  let directory: TemporaryDirectory
  private var supervisors: [String: RunningProgram] = [:]

  init() throws { directory = try TemporaryDirectory() }

  deinit { supervisors = [:] }

  /// Makes a service from its files; scripts are what begins like one.
  func make(_ name: String, _ files: [String: String] = ["run": Services.daemon]) throws {
    try FileManager.default.createDirectory(atPath: directory(name), withIntermediateDirectories: true)
    for (file, content) in files {
      try directory.write("\(name)/\(file)", content, mode: content.hasPrefix("#!") ? 0o755 : 0o644)
    }
  }

  /// Makes a service and starts a `runsv` for it; returns when it runs as it should.
  func start(
    _ name: String, _ files: [String: String] = ["run": Services.daemon], by runsv: String = Services.runsv
  ) throws {
    try make(name, files)
    try supervise(name, by: runsv)
    let isWanted = files["down"] == nil
    eventually(within: 10, "\(name) runs") { status(name)?[19] == (isWanted ? 1 : 0) }
    if files["run"] == SvControlTests.hardened { eventually("\(name) is deaf") { directory.exists(name + "/deaf") } }
    if files["log/run"] != nil { eventually(within: 10, "\(name)/log runs") { status(name + "/log")?[19] == 1 } }
  }

  func supervise(_ name: String, by runsv: String = Services.runsv) throws {
    supervisors[name] = try RunningProgram(runsv, ["runsv", name], in: directory.path)
    eventually(within: 10, "runsv of \(name)") { self.hasSupervisor(name) }
  }

  func supervisor(of name: String) throws -> RunningProgram { try #require(supervisors[name]) }

  func hasSupervisor(_ name: String) -> Bool {
    let descriptor = open(directory(name + "/supervise/ok"), O_WRONLY | O_NONBLOCK)
    guard descriptor != -1 else { return false }
    close(descriptor)
    return true
  }

  /// The bytes of `supervise/status`.
  func status(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: directory(name + "/supervise/status")).map { [UInt8]($0) }
      .flatMap { $0.count == 20 ? $0 : nil }
  }

  /// The process of a service; 0 when it has none.
  func pid(_ name: String) -> pid_t {
    guard let bytes = status(name) else { return 0 }
    return (12..<16).reversed().reduce(0) { $0 << 8 | pid_t(bytes[$1]) }
  }

  /// Lets a service live longer than a second, so that its `runsv` restarts it without a pause.
  func letGrowOld(_ names: String...) {
    let born = names.compactMap { status($0) }.map { $0[0..<8].reduce(0) { $0 << 8 | UInt64($1) } & 0xffff_ffff }
    eventually(within: 10, "old enough") {
      UInt64(time(nil)) + 10 >= (born.max() ?? 0) + 2
    }
  }

  /// Makes the service directory look as if it had been there for a while.
  func backdate(_ name: String) {
    var times = [timespec(tv_sec: 1_000_000_000, tv_nsec: 0), timespec(tv_sec: 1_000_000_000, tv_nsec: 0)]
    _ = utimensat(AT_FDCWD, directory(name), &times, AT_SYMLINK_NOFOLLOW)
  }

  /// Runs `sv` on these services.
  func sv(
    _ arguments: String..., environment: [String: String] = [:], name: String = "sv", within seconds: Double = 20
  ) throws -> Outcome {
    let variables = ["SVDIR": directory.path].merging(environment) { $1 }
    let executable = Programs.path("sv")
    let program = try RunningProgram(executable, [name] + arguments, environment: variables, in: directory.path)
    let ending = program.wait(within: seconds)
    return Outcome(ending: ending, output: program.output, error: program.error)
  }
}

extension Outcome {
  /// The output with N in the place of process ids and ages, which differ from run to run.
  var lines: [String] {
    output.replacing(/\(pid [1-9][0-9]*\)/, with: "(pid N)").replacing(/\ [0-9]+s/, with: " Ns")
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }
}
