import Foundation
import Testing

/// Much input, and many lines at once.
@Suite("svlogd's stream")
struct SvlogdStreamTests {
  /// 200 MB with `RUNIT_FULL`, a tenth of it in an ordinary run.
  private static let size = ProcessInfo.processInfo.environment["RUNIT_FULL"] == nil ? 20_000_000 : 200_000_000

  /// Lines of 1 to 100,000 bytes of any value: pieces of noise, since making all of it anew would take its time.
  private static func randomLines(_ size: Int) -> Data {
    var generator = SystemRandomNumberGenerator()
    var noise = Data(capacity: 300_000)
    while noise.count < 300_000 { withUnsafeBytes(of: generator.next() as UInt64) { noise.append(contentsOf: $0) } }
    for index in noise.indices where noise[index] == 10 { noise[index] = 0 }
    var data = Data(capacity: size + 100_000)
    while data.count < size {
      // Most lines are short, some are very long.
      let length = Int.random(in: 0..<[10, 100, 1_000, 100_000][Int.random(in: 0...3)])
      let start = Int.random(in: 0...noise.count - length)
      data += noise[start..<start + length]
      data.append(10)
    }
    return data
  }

  /// Writes `input` in pieces of many sizes, with signals between them.
  private func feed(_ input: Data, to logger: RunningLogger, signals: [Int32]) {
    var offset = 0
    while offset < input.count {
      let end = min(input.count, offset + Int.random(in: 1...400_000))
      logger.write(input.subdata(in: offset..<end))
      offset = end
      if let signal = signals.randomElement(), Int.random(in: 0..<4) == 0 { logger.program.signal(signal) }
    }
    logger.end()
  }

  @Test(.timeLimit(.minutes(5)))
  func `is in the files, byte by byte, through rotations, HUP and ALRM`() throws {
    let log = try LogFixture(config: "s1m\nn0\n")
    let input = Self.randomLines(Self.size)
    let logger = try RunningLogger([log.path])
    eventually("current") { log.mode("current") == 0o644 }
    feed(input, to: logger, signals: [SIGHUP, SIGALRM])
    #expect(logger.program.wait(within: 60) == .exited(0))
    log.expectEverything(input)
    #expect(logger.program.error == "")
  }

  @Test(.timeLimit(.minutes(5)), .ours("HUP forgets the processor, whose files stay"))
  func `is in the files, byte by byte, through processors too`() throws {
    let log = try LogFixture(config: "s1m\nn0\n!cat\n")
    let input = Self.randomLines(Self.size)
    let logger = try RunningLogger([log.path])
    eventually("current") { log.mode("current") == 0o644 }
    feed(input, to: logger, signals: [SIGHUP, SIGALRM])
    #expect(logger.program.wait(within: 60) == .exited(0))
    log.expectEverything(input)
    #expect(log.archives.allSatisfy { $0.hasSuffix(".s") })
  }

  @Test(.timeLimit(.minutes(5)))
  func `is in the files, byte by byte, behind stamps`() throws {
    let log = try LogFixture(config: "s1m\nn0\np> \n")
    let input = (0..<20_000).map { String(repeating: "x", count: $0 % 300) + "\n" }.joined()
    let logger = try RunningLogger(["-tt", log.path])
    logger.write(input)
    logger.end()
    #expect(logger.program.wait(within: 60) == .exited(0))
    let lines = log.everything.split(separator: 10, omittingEmptySubsequences: false)
    let output = Data(lines.map { $0.dropFirst(28) }.joined(separator: [10]))
    #expect(String(decoding: output, as: UTF8.self) == input)
  }

  @Test(.ours("counters are an addition"))
  func `is counted`() throws {
    let log = try LogFixture(config: "s2000\nn2\nC\n-*no*\n")
    let lines = String(repeating: "123456789\n", count: 1_000)
    try log.log(lines + "no\n", ["-l", "100"])
    #expect(
      log.read("counters") == "lines 1000\nbytes 10000\ndropped 0\nrotations 5\nprocessor-failures 0\n")
    try log.log("one more\n", ["-l", "100"])
    #expect(log.read("counters")?.hasPrefix("lines 1001\nbytes 10009\n") == true)
  }

  @Test(.ours("counters are an addition"))
  func `is counted while svlogd runs, where config says so`() throws {
    let log = try LogFixture(config: "C")
    let logger = try RunningLogger([log.path])
    logger.write("one\ntwo\n")
    eventually { log.read("counters")?.hasPrefix("lines 2\nbytes 8\n") == true }
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }

  @Test(.ours("the peak of memory is a promise of ours"), .enabled(if: Programs.directory.hasSuffix("release")))
  func `needs less than a megabyte`() throws {
    let log = try LogFixture()
    let logger = try RunningLogger(["-ttt", log.path])
    logger.write(Data(String(repeating: "a line of ordinary length\n", count: 400_000).utf8))
    eventually { logger.unreadCount == 0 }
    let peak = try #require(logger.program.entry.status("VmHWM")?.split(separator: " ").first.flatMap { Int($0) })
    #expect(peak < 1_024)
    logger.end()
    #expect(logger.program.wait() == .exited(0))
  }
}
