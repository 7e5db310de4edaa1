import Foundation

/// A logger whose `config` keeps every old file, of which there are more than it would keep by itself.
struct SvlogdKeepingLife: ScriptedLife {
  static let program = "svlogd"
  static let name = "svlogd-keeping"
  private static let count = 25

  private let log: LogFixture

  init() throws {
    log = try LogFixture(config: "n0\ns100000\n")
    for number in 0..<Self.count { try log.write(Self.archive(number), "old \(number)\n", mode: 0o744) }
  }

  private static func archive(_ number: Int) -> String { String(format: "@40000000%08x00000000.s", number) }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let pipe = try InputPipe()
    let logger = try injector.start(
      Programs.shipped("svlogd"), ["svlogd", log.path], in: log.directory.path, input: pipe.readEnd)
    defer { logger.signal(SIGKILL) }
    pipe.closeReadEnd()
    pipe.send("first\n")
    let takes = comesTrue(within: 25) { log.current == "first\n" || logger.poll() != nil }
    try demand(takes, "takes nothing: \(logger.error)")
    if logger.poll() != nil {
      try demand(logger.hasRefused(111, "svlogd: "), "ended with \(logger.poll()!): \(logger.error)")
      try demandOldFiles(logger)
      return LifeReport(ending: .refused)
    }
    try rotate(logger, until: 1)
    logger.signal(SIGHUP)
    pipe.send("second\n")
    try awaitTruth("second line", of: logger) { log.current == "second\n" }
    try rotate(logger, until: 2)
    let descriptors = logger.openFiles()
    pipe.closeWriteEnd()
    try awaitTruth("end", of: logger) { logger.poll() != nil }
    try demand(logger.poll() == .exited(0), "ended with \(String(describing: logger.poll())): \(logger.error)")
    try demandOldFiles(logger)
    try logger.demandGoodManners("svlogd: ")
    return LifeReport(ending: .whole, descriptors: descriptors, files: log.directory.files)
  }

  private func rotate(_ logger: RunningProgram, until count: Int) throws {
    logger.signal(SIGALRM)
    try awaitTruth("rotation \(count) (\(log.archives.count))", of: logger) {
      log.size("current") == 0 && log.archives.count >= Self.count + count || oldFiles != Self.count
    }
    try demandOldFiles(logger)
  }

  private var oldFiles: Int { (0..<Self.count).count { log.names.contains(Self.archive($0)) } }

  private func demandOldFiles(_ logger: RunningProgram) throws {
    let count = oldFiles
    try demand(count == Self.count, "\(Self.count - count) old files were deleted: \(logger.error)")
  }
}
