import RunitCore
import Testing

@Suite("supervise/detail")
struct ServiceDetailTests {
  static let full = """
    phase ready
    pid 4711
    start-time 98765
    boot-id 0f2a4c6e-1234-4abc-8def-0123456789ab
    ready-since @400000006553f10a000001f4
    starts 3
    last-exit signal KILL
    last-exit-at @400000006553f10000000000
    waiting-for db net
    reason it was Tuesday
    lock 2049:131
    supervisor 4710
    exit-code 100

    """

  static func decoded(_ text: String) -> ServiceDetail? { ServiceDetail(decoding: text.utf8Span.span) }

  /// The content that is written for what was read.
  static func rewritten(_ text: String) -> String? {
    guard let detail = decoded(text) else { return nil }
    var written = TextBuffer<1280>()
    detail.write(to: &written)
    return String(decoding: written)
  }

  @Test func `is read and written with all its keys`() throws {
    let detail = try #require(Self.decoded(Self.full))
    #expect(detail.phase == .ready)
    #expect(detail.processID == 4711)
    #expect(detail.startTime == 98_765)
    #expect(detail.readySince == TAI64N(unixSeconds: 1_700_000_000, nanoseconds: 500))
    #expect(detail.starts == 3)
    #expect(detail.lastExit == .signalled(number: 9))
    #expect(String(decoding: detail.waitingFor) == "db net")
    #expect(String(decoding: detail.reason) == "it was Tuesday")
    #expect(detail.supervisorID == 4710)
    #expect(detail.exitCode == 100)
    #expect(Self.rewritten(Self.full) == Self.full)
  }

  @Test(arguments: ServiceDetail.Phase.allCases)
  func `leaves out what is not known`(phase: ServiceDetail.Phase) {
    var written = TextBuffer<1280>()
    ServiceDetail(phase: phase).write(to: &written)
    #expect(String(decoding: written) == "phase \(phase.text)\nstarts 0\n")
    #expect(Self.decoded(String(decoding: written))?.phase == phase)
  }

  static let endings: [(ServiceDetail.LastExit, String)] = [
    (.exited(code: 0), "exit 0"), (.exited(code: 255), "exit 255"), (.signalled(number: 11), "signal SEGV"),
    (.signalled(number: 40), "signal 40"), (.unknown, "unknown"),
  ]

  @Test(arguments: endings)
  func `says how the last life ended`(ending: ServiceDetail.LastExit, text: String) {
    var detail = ServiceDetail(phase: .down)
    detail.lastExit = ending
    var written = TextBuffer<1280>()
    detail.write(to: &written)
    #expect(String(decoding: written) == "phase down\nstarts 0\nlast-exit \(text)\n")
    #expect(Self.decoded(String(decoding: written))?.lastExit == ending)
  }

  static let odd: [(String, String?)] = [
    ("", nil), ("pid 1\n", nil), ("phase\n", nil), ("phase asleep\n", nil),
    ("phase up", "phase up\nstarts 0\n"),
    ("starts 2\ncolour blue\n\nphase up\npid 7\n", "phase up\npid 7\nstarts 2\n"),
    (
      "phase up\npid -1\nstarts many\nstart-time x\nboot-id short\nready-since @12\nlast-exit exit 256\n",
      "phase up\nstarts 0\n"
    ),
    ("phase up\npid 4294967296\nlast-exit signal NONE\nlast-exit-at now\n", "phase up\nstarts 0\n"),
  ]

  @Test(arguments: odd)
  func `is read as far as it makes sense`(text: String, meaning: String?) {
    #expect(Self.rewritten(text) == meaning)
  }

  @Test func `stays a line a key whatever the reason says`() {
    var detail = ServiceDetail(phase: .failed)
    detail.reason.append("one\npid 1\ttwo")
    var written = TextBuffer<1280>()
    detail.write(to: &written)
    #expect(String(decoding: written) == "phase failed\nstarts 0\nreason one pid 1 two\n")
  }

  @Test func `fits into its capacity when everything is as long as can be`() {
    var detail = ServiceDetail(phase: .starting)
    detail.processID = .max
    detail.startTime = .max
    detail.bootID = .init(repeating: 65)
    detail.readySince = TAI64N(seconds: .max, nanoseconds: .max)
    detail.starts = .max
    detail.lastExit = .signalled(number: 26)
    detail.lastExitAt = detail.readySince
    for _ in 0..<600 { detail.waitingFor.append(UInt8(ascii: "w")) }
    for _ in 0..<300 { detail.reason.append(UInt8(ascii: "r")) }
    var written = TextBuffer<1280>()
    detail.write(to: &written)
    let isTruncated = written.isTruncated
    #expect(ServiceDetail.encodedCapacity == 1280)
    #expect(!isTruncated)
  }
}
