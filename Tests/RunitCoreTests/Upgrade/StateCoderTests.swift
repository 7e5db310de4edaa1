import Testing

@testable import RunitCore

@Suite("The state of a service on its way to the next program")
struct StateCoderTests {
  static let parameters = ServiceParameters.with {
    $0.notificationDescriptor = 3
    $0.checkIntervalMilliseconds = 700
    $0.checkTimeoutMilliseconds = 60
    $0.checkFailures = 2
    $0.killTimeoutMilliseconds = 80
    $0.finishTimeoutMilliseconds = 90
    $0.downSignal = .quit
    $0.restartDelay = RestartDelay(firstMilliseconds: 10, maximumMilliseconds: 5000)
    $0.restartLimit = RestartLimit(count: 3, seconds: 100)
    $0.isOneShot = true
    $0.isEssential = true
  }

  static let events: [Event] =
    ControlCommand.allCases.map { .control($0) } + ControlCommand.allCases.map { .scriptEnded($0, handled: false) } + [
      .begin, .exitOrdered, .scriptEnded(.up, handled: true), .dependencies(.met), .dependencies(.unmet),
      .dependencies(.cycle),
      .dependencyExits, .dependentsGone, .started(process: 100, parameters),
      .started(process: 200, ServiceParameters()), .startRefused(process: 300, ServiceParameters()),
      .finishStarted(process: 101), .finishMissing, .forkFailed, .ended(.unknown), .ended(.exit(0)),
      .ended(.exit(125)), .ended(.signal(9)), .ready, .checkEnded(succeeded: true), .checkEnded(succeeded: false),
      .inherited(Inheritance(isWantedUp: true), parameters), .inherited(.init(isWantedUp: false), parameters),
      .doubted(process: 102), .checkSkipped, .drain, .inputLeft, .timeReached, .timeReached, .timeReached,
    ]

  /// Machines at some point of some life.
  static func machines(_ count: Int) -> [ServiceMachine] {
    var generator = SplitMix(seed: 8)
    return (0..<count).map { number in
      var machine = ServiceMachine(number % 4 == 0 ? .log : .service, want: .up, at: .after(0))
      var seconds = 0.0
      for _ in 0..<Int.random(in: 0...60, using: &generator) {
        seconds += Double.random(in: 0...0.4, using: &generator)
        _ = machine.handle(step(of: machine, using: &generator), at: .after(seconds))
      }
      return machine
    }
  }

  /// Half of all steps are those by which a life goes on.
  private static func step(of machine: ServiceMachine, using generator: inout SplitMix) -> Event {
    guard Bool.random(using: &generator) else { return events.randomElement(using: &generator)! }
    return switch machine.activity {
    case .down, .failed: machine.want == .up ? .begin : .control(.up)
    case .waiting: .dependencies(.met)
    case .preparing where machine.role == .service: .scriptEnded(.up, handled: false)
    case .preparing: .started(process: 100, ServiceParameters())
    case .running: .ended(.exit(1))
    case .finishing: machine.process == 0 ? .finishMissing : .ended(.exit(0))
    case .pausing, .done: .timeReached
    }
  }

  static func written(_ machine: ServiceMachine, _ descriptors: [Int32] = [4, -1, 9]) -> [UInt8] {
    var table = DescriptorTable()
    for number in descriptors { table.append(number) }
    var coder = StateCoder(writing: table)
    var machine = machine
    machine.code(with: &coder)
    return coder.finish().map(\.array) ?? []
  }

  /// The machine in `bytes`, if they are one.
  static func read(_ bytes: [UInt8], as role: ServiceMachine.Role) -> ServiceMachine? {
    guard var coder = StateCoder(reading: StateBytes(bytes)) else { return nil }
    var machine = ServiceMachine(role, want: .down, at: .after(1000))
    machine.code(with: &coder)
    return coder.isComplete ? machine : nil
  }

  @Test func `is the same on the other side, to the last property`() throws {
    let machines = Self.machines(300)
    #expect(Set(machines.map { "\($0.activity)" }).count >= 7, "what is tried is worth it")
    for machine in machines {
      let copy = Self.read(Self.written(machine), as: machine.role)
      #expect(copy.map(Self.description) == Self.description(machine))
    }
  }

  private static func description(_ machine: ServiceMachine) -> String {
    var text = ""
    dump(machine, to: &text)
    return text
  }

  @Test func `tells every version which descriptors are open`() throws {
    var bytes = Self.written(.running, [4, -1, 9])
    bytes[8] = 99
    let coder = StateCoder(reading: StateBytes(bytes))
    let reader = try #require(coder)
    #expect(!reader.isUnderstood)
    #expect((0..<reader.descriptors.count).map { reader.descriptors[$0] } == [4, -1, 9])
  }

  @Test func `is refused when it is cut short or goes on`() {
    let bytes = Self.written(.running)
    for count in bytes.indices { #expect(Self.read(Array(bytes.prefix(count)), as: .service) == nil) }
    #expect(Self.read(bytes + [0], as: .service) == nil)
    var longer = bytes
    longer.insert(0, at: bytes.count - 8)
    #expect(Self.read(Self.signed(longer), as: .service) == nil)
  }

  @Test func `is refused when a byte is another`() {
    let bytes = Self.written(.running)
    for index in bytes.indices {
      var broken = bytes
      broken[index] ^= 1
      #expect(Self.read(broken, as: .service) == nil)
    }
  }

  @Test func `never traps, here or later, whatever was written`() {
    var generator = SplitMix(seed: 9)
    var accepted = 0
    for machine in Self.machines(400) {
      for _ in 0..<20 {
        var bytes = Self.written(machine)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let index = Int.random(in: 16..<bytes.count, using: &generator)
          bytes[index] = [0, 1, 2, 0x7f, 0x80, 0xff].randomElement(using: &generator)!
        }
        guard var read = Self.read(Self.signed(bytes), as: machine.role) else { continue }
        accepted += 1
        for seconds in 1...40 {
          _ = read.handle(Self.events.randomElement(using: &generator)!, at: .after(Double(seconds)))
        }
        _ = read.deadline.milliseconds(from: .after(50))
      }
    }
    #expect(accepted > 500, "enough make sense")
  }

  /// `bytes` with the right checksum.
  private static func signed(_ bytes: [UInt8]) -> [UInt8] {
    let content = Array(bytes.dropLast(8))
    let checksum = content.span.checksum
    return content + (0..<8).map { UInt8(truncatingIfNeeded: checksum >> (8 * $0)) }
  }
}

extension TextBuffer {
  fileprivate init(_ bytes: [UInt8]) {
    self.init()
    append(bytes.span)
  }

  fileprivate var array: [UInt8] { (0..<count).map { span[$0] } }
}

/// Random numbers that are the same in each run.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}
