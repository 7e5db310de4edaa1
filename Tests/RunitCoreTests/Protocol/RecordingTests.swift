import RunitCore
import Testing

/// What Debian's runsv 2.1.2-54 wrote to `supervise/status`, `stat` and `pid` of a service that ends only of KILL.
struct Recording: Sendable, CustomTestStringConvertible {
  enum Setup: Sendable {
    case plain
    /// `control/t` exits 0.
    case termKeptBack
    /// There is a `finish`, which stays.
    case finish
    /// There is a file `down`.
    case downFile
  }

  /// What was written to `supervise/control`.
  let commands: String
  let setup: Setup
  let status: [UInt8]
  let stat: String
  let pid: UInt32

  var testDescription: String { "\(commands) (\(setup)): \(stat)" }

  init(_ commands: String, _ status: String, _ stat: String, _ pid: UInt32, _ setup: Setup = .plain) {
    self.commands = commands
    self.setup = setup
    let digits = Array(status)
    self.status = stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0 }
    self.stat = stat
    self.pid = pid
  }

  var decoded: ServiceStatus? { Self.decode(status) }

  static func decode(_ bytes: [UInt8]) -> ServiceStatus? { ServiceStatus(decoding: bytes.span) }

  static let all: [Recording] = [
    Recording("", "400000006b01016c1642ff5c3454000000750001", "run", 21556),
    Recording("p", "400000006b01016d0ff9be9cf056000001750001", "run, paused", 22256),
    Recording("t", "400000006b01016e0b7b8594c959000000750101", "run, got TERM", 22985),
    Recording("o", "400000006b01016f06b5858c7f5c000000640001", "run, want down", 23679),
    Recording("d", "400000006b01016f3ae3ad0c1360000000640101", "run, got TERM, want down", 24595),
    Recording("x", "400000006b01017038d120bcfd62000000640101", "run, got TERM, want exit", 25341),
    Recording("po", "400000006b010171345ede34ad65000001640001", "run, paused, want down", 26029),
    Recording("pd", "400000006b0101722ceafc3c4b68000001640101", "run, paused, got TERM, want down", 26699),
    Recording("px", "400000006b0101732881685cfc6a000001640101", "run, paused, got TERM, want exit", 27388),
    Recording("pt", "400000006b010174251bac04c26d000001750101", "run, paused, got TERM", 28098),
    Recording("du", "400000006b0101751d4293e4a970000000750101", "run, got TERM", 28841),
    Recording("xd", "400000006b0101761ace9644bd73000000640101", "run, got TERM, want down", 29629),
    Recording("tcu", "400000006b010177346118843a79000000750101", "run, got TERM", 31034),
    Recording("d", "400000006b010178390e73f4807d000000640001", "run, want down", 32128, .termKeptBack),
    Recording("x", "400000006b01017936ba6234b401000000640001", "run, want exit", 436, .termKeptBack),
    Recording("px", "400000006b01017a32de6854bc04000001640001", "run, paused, want exit", 1212, .termKeptBack),
    Recording("k", "400000006b01017b30b94e045f08000000750002", "finish", 2143, .finish),
    Recording("ok", "400000006b01017c2ea50c346c0b000000640002", "finish, want down", 2924, .finish),
    Recording("dk", "400000006b01017d2d14850c680e000000640002", "finish, want down", 3688, .finish),
    Recording("tk", "400000006b01017e2ac3902c3b11000000750002", "finish", 4411, .finish),
    Recording("", "400000006b01017f273c69240000000000640000", "down", 0, .downFile),
    Recording("dk", "400000006b010180292fd4b40000000000640000", "down", 0),
    Recording("pdk", "400000006b0101823aac83f40000000001640000", "down, paused", 0),
    Recording("k", "400000006b0101842d9ae7640000000000750000", "down", 0),
    Recording("xk", "400000006b0101860175c9740000000000640000", "down", 0),
  ]
}

@Suite("What Debian's runsv has written")
struct RecordingTests {
  @Test(arguments: Recording.all)
  func `is read, and written again to the byte`(recording: Recording) throws {
    let status = try #require(recording.decoded)
    #expect(status.processID == recording.pid)
    #expect(status.isPaused == recording.stat.contains("paused"))
    #expect(status.gotTerm == recording.stat.contains("got TERM"))
    #expect(status.state.map { "\($0.text)" } == recording.stat.split(separator: ",").first.map(String.init))
    #expect(status.since.unixSeconds / 1_000_000 == 1_795)
    if recording.stat.contains("want") { #expect(status.isWantedDown) }
    #expect(status.isWantedUp != status.isWantedDown)
    let encoded = status.encoded
    #expect(encoded.indices.map { encoded[$0] } == recording.status)
  }

  @Test(arguments: Recording.all)
  func `is what our machine comes to on the same way`(recording: Recording) throws {
    let since = try #require(recording.decoded).since
    let machine = RecordedLife(recording, at: Moment(monotonic: 0, wall: since)).machine
    let encoded = machine.status.encoded
    #expect(encoded.indices.map { encoded[$0] } == recording.status)
    var stat = TextBuffer<64>()
    machine.writeStat(to: &stat)
    #expect(String(decoding: stat) == recording.stat + "\n")
  }

  @Test(arguments: 0...19)
  func `is not read when it is cut short`(count: Int) throws {
    #expect(Recording.decode(Array(Recording.all[0].status.prefix(count))) == nil)
  }

  @Test func `is read when more follows`() throws {
    #expect(Recording.decode(Recording.all[0].status + [1, 2, 3]) == Recording.all[0].decoded)
  }
}

/// A machine and the world around it, in which no time passes and everything succeeds at once.
struct RecordedLife {
  private(set) var machine: ServiceMachine
  private let recording: Recording
  private let moment: Moment

  init(_ recording: Recording, at moment: Moment) {
    self.recording = recording
    self.moment = moment
    machine = ServiceMachine(.service, want: recording.setup == .downFile ? .down : .up, at: moment)
    deliver(.begin)
    for byte in recording.commands.utf8 { if let command = ControlCommand(byte: byte) { deliver(.control(command)) } }
  }

  private mutating func deliver(_ event: Event) {
    let effects = machine.handle(event, at: moment)
    for index in 0..<effects.count { if let answer = answer(to: effects[index]) { deliver(answer) } }
  }

  private func answer(to effect: Effect) -> Event? {
    let process = recording.pid == 0 ? 4711 : Int32(recording.pid)
    switch effect {
    case .checkDependencies: return .dependencies(.met)
    case .runScript(let command):
      return .scriptEnded(command, handled: command == .terminate && recording.setup == .termKeptBack)
    case .awaitDependents: return .dependentsGone
    case .startRun: return .started(process: process, ServiceParameters())
    case .startFinish: return recording.setup == .finish ? .finishStarted(process: process) : .finishMissing
    case .signal(.kill): return .ended(.status(WaitStatus(rawValue: 9)))
    default: return nil
    }
  }
}
