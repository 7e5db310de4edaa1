import Foundation
import Testing

@Suite("sv, short of descriptors", .withReference, .ours("a shortage passes for absence"))
struct SvShortageTests {
  /// Runs `sv` with no more than `limit` descriptors.
  private func sv(_ limit: Int, _ arguments: [String], _ services: Services) throws -> Outcome {
    let words = ["-c", "ulimit -n \(limit); exec \(Programs.shipped("sv")) \"$@\"", "sh"] + arguments
    return try run("sh", words, executable: "/bin/sh", environment: ["SVDIR": services.directory.path])
  }

  @Test(.ofShipped, arguments: 3...9)
  func `says what is so of a service, or that it can't tell`(limit: Int) throws {
    let services = try Services()
    let files = ["run": "#!/bin/sh\nexec sleep 1000\n", "notification-fd": "3\n"]
    try services.start("a", files, by: Programs.path("runsv"))
    let status = try sv(limit, ["status", "a"], services)
    let isRight = status.lines == ["run: a: (pid N) Ns, not ready"]
    #expect(isRight || status.output.contains("process cannot open more files") && status.code == 1, "\(status)")
    let check = try sv(limit, ["-w", "1", "check", "a"], services)
    #expect(check.code == 1, "\(check)")
    let log = try sv(limit, ["log", "a"], services)
    #expect(!log.output.contains("does not exist"), "\(log)")
    let why = try sv(limit, ["why", "a"], services)
    #expect(why.output.contains("not ready") || why.output.contains("can't be read"), "\(why)")
    let list = try sv(limit, ["list", "a"], services)
    #expect(list.output.contains("starting") || list.output.contains("unknown"), "\(list)")
  }

  @Test(.ofShipped, arguments: 3...9)
  func `does not call a service disabled that it could not look at`(limit: Int) throws {
    let (services, source) = (try Services(), try Services())
    try source.start("a", by: Programs.path("runsv"))
    symlink(source.directory("a"), services.directory("a"))
    let outcome = try sv(limit, ["disable", "-w", "1", "a"], services)
    #expect(!outcome.output.hasPrefix("ok: "), "\(outcome)")
  }

  @Test(.ofShipped, arguments: 3...9)
  func `does not take a service for new that may have its files elsewhere`(limit: Int) throws {
    let services = try Services()
    try services.make("a")
    services.backdate("a")
    let outcome = try sv(limit, ["-w", "0", "wait", "down", "a"], services)
    let isKnown = outcome.output.contains("file does not exist")
    // It takes three descriptors to look in /run as well.
    #expect(isKnown == (limit > 5), "\(outcome)")
  }
}
