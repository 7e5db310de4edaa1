import Foundation
import Testing

/// The kernel makes no file system read-only in which somebody has a file open to write to, as every supervisor has: that
/// happens when a disk fails, or at the other end of a network. So each call that would change something is refused.
@Suite("A file system that becomes read-only, and comes back,", .asRoot, .ofShipped, .ours("retries"))
struct ReadOnlyTests {
  @Test func `keeps runsv from nothing but its states, which are true again afterwards`() throws {
    let scene = try RunsvScene()
    let injector = FaultInjector(Programs.shipped("runsv"), nil)
    let runsv = try injector.start(Programs.shipped("runsv"), ["runsv", "web"], in: scene.place.path)
    defer {
      runsv.signal(SIGKILL)
      _ = injector.finish()
    }
    let first = try scene.daemon(of: runsv, otherThan: 0)
    injector.setOutage(EROFS)
    kill(first, SIGKILL)
    eventually("another life") { scene.births.count == 2 }
    eventually { runsv.error.contains(/runsv web: warning: unable to .*: read-only file system\n/) }
    #expect(scene.service.status?.pid == first, "nothing could be written")
    scene.service.send("t")
    eventually("obedience") { scene.births.count == 3 }
    #expect(runsv.error.split(separator: "\n").count <= 8, "\(runsv.error)")
    injector.setOutage(nil)
    let last = try scene.daemon(of: runsv, otherThan: first)
    #expect("\(last)" == scene.births.last)
    scene.service.send("x")
    #expect(runsv.wait() == .exited(0))
    #expect(scene.service.stat == "down")
    #expect(scene.place.lines("web/log/out").count { $0.hasPrefix("begin ") } == 3)
    #expect(scene.place.lines("web/log/out").count { $0.hasPrefix("finish ") } == 3)
  }

  @Test func `makes svlogd wait, and costs no line`() throws {
    let log = try LogFixture(config: "s2000\nn0\n")
    let pipe = try InputPipe()
    let injector = FaultInjector(Programs.shipped("svlogd"), nil)
    let logger = try injector.start(
      Programs.shipped("svlogd"), ["svlogd", log.path], in: log.directory.path, input: pipe.readEnd)
    defer {
      logger.signal(SIGKILL)
      _ = injector.finish()
    }
    pipe.closeReadEnd()
    func block(_ number: Int) -> String { (0..<100).map { "line \(number * 100 + $0)\n" }.joined() }
    pipe.send(block(0))
    eventually { String(decoding: log.everything, as: UTF8.self) == block(0) }
    let names = log.names
    injector.setOutage(EROFS)
    pipe.send(block(1))
    eventually { logger.error.contains(": read-only file system\n") }
    logger.signal(SIGALRM)
    pipe.send(block(2))
    #expect(logger.poll() == nil)
    #expect(log.names == names)
    injector.setOutage(nil)
    pipe.send(block(3))
    pipe.closeWriteEnd()
    #expect(logger.wait(within: 30) == .exited(0))
    #expect(String(decoding: log.everything, as: UTF8.self) == (0..<4).map(block).joined())
  }
}
