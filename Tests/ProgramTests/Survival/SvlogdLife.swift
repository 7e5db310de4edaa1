import CLibc
import Foundation

/// A logger that is fed numbered lines, rotates with a processor, opens its directory anew, and comes to the end of its
/// input.
struct SvlogdLife: ScriptedLife {
  static let program = "svlogd"
  private static let blockSize = 50

  private let log: LogFixture

  init() throws { log = try LogFixture(config: "s100000\nn20\n!cat\n") }

  func live(under injector: FaultInjector) throws -> LifeReport {
    let pipe = try InputPipe()
    let logger = try injector.start(
      Programs.shipped("svlogd"), ["svlogd", log.path], in: log.directory.path, input: pipe.readEnd)
    defer { logger.signal(SIGKILL) }
    pipe.closeReadEnd()
    pipe.send(Self.block(0))
    guard try takes(0, logger) else { return try refused(logger, pipe) }
    try rotate(logger, until: 1)
    pipe.send(Self.block(1))
    try demand(try takes(1, logger), "ended: \(logger.error)")
    logger.signal(SIGHUP)
    pipe.send(Self.block(2))
    try demand(try takes(2, logger), "ended: \(logger.error)")
    let descriptors = logger.openFiles()
    try rotate(logger, until: 2)
    pipe.send(Self.block(3))
    pipe.closeWriteEnd()
    try awaitTruth("end", of: logger) { logger.poll() != nil }
    try demand(logger.poll() == .exited(0), "ended with \(String(describing: logger.poll())): \(logger.error)")
    try demandLines(4, logger)
    try demand(log.mode("current") == 0o744, "current has the mode \(log.mode("current"))")
    try demandNothingRuns()
    try logger.demandGoodManners("svlogd: ")
    return LifeReport(ending: .whole, descriptors: descriptors, files: log.directory.files)
  }

  private static func block(_ number: Int) -> String {
    (0..<blockSize).map { "line \(number * blockSize + $0)\n" }.joined()
  }

  /// Waits until block `number` was logged; `false` when `logger` has ended before.
  private func takes(_ number: Int, _ logger: RunningProgram) throws -> Bool {
    let last = "line \((number + 1) * Self.blockSize - 1)\n"
    let isTaken = comesTrue(within: 25) { everything.hasSuffix(last) || logger.poll() != nil }
    try demand(isTaken, "block \(number) is not taken: \(logger.error)")
    return logger.poll() == nil
  }

  /// Old files, and `current`, in the order of the lines.
  private var everything: String { String(decoding: log.everything, as: UTF8.self) }

  private func rotate(_ logger: RunningProgram, until count: Int) throws {
    logger.signal(SIGALRM)
    try awaitTruth("\(count) processed files (\(log.names))", of: logger) {
      let archives = log.archives
      return archives.count == count && archives.allSatisfy { $0.hasSuffix(".s") } && log.size("current") == 0
    }
  }

  private func refused(_ logger: RunningProgram, _ pipe: InputPipe) throws -> LifeReport {
    try demand(logger.hasRefused(111, "svlogd: "), "ended with \(logger.poll()!): \(logger.error)")
    try demand(everything.isEmpty, "logged \(everything)")
    try demandNothingRuns()
    let outcome = try log.log(Self.block(0))
    try demand(outcome.code == 0, "the second ended with \(String(describing: outcome.ending)): \(outcome.error)")
    try demandLines(1, logger)
    return LifeReport(ending: .refused)
  }

  private func demandLines(_ blocks: Int, _ logger: RunningProgram) throws {
    let wanted = (0..<blocks).map(Self.block).joined()
    let logged = everything
    guard logged != wanted else { return }
    let lines = logged.split(separator: "\n")
    let missing = Set(wanted.split(separator: "\n")).subtracting(lines)
    throw Broken("\(lines.count) lines, \(missing.count) missing, files \(log.names): \(logger.error)")
  }

  private func demandNothingRuns() throws {
    let isQuiet = comesTrue(within: 5) { log.directory.processes().isEmpty }
    try demand(isQuiet, "left over: \(log.directory.processes().map { $0.arguments })")
  }
}

/// The pipe to a logger.
final class InputPipe {
  private(set) var readEnd: Int32 = -1
  private var writeEnd: Int32 = -1

  init() throws {
    signal(SIGPIPE, SIG_IGN)  // a logger that has ended is found out otherwise; children have it reset
    var ends: [Int32] = [-1, -1]
    guard pipe2(&ends, O_CLOEXEC) == 0 else { throw POSIXError(.EMFILE) }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    closeReadEnd()
    closeWriteEnd()
  }

  /// Writes `text`, for which there must be room; when nobody reads any more it is lost.
  func send(_ text: String) { _ = write(writeEnd, text, text.utf8.count) }

  func closeReadEnd() {
    if readEnd != -1 { close(readEnd) }
    readEnd = -1
  }

  func closeWriteEnd() {
    if writeEnd != -1 { close(writeEnd) }
    writeEnd = -1
  }
}
