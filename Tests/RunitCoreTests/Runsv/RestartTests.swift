import Testing

@testable import RunitCore

@Suite("Restarting")
struct RestartTests {
  static let pauses: [(RestartDelay, lives: [Double], pauses: [UInt32])] = [
    (RestartDelay(), [0, 0.999, 1, 100], [1000, 1000, 0, 0]),
    (RestartDelay(firstMilliseconds: 0), [0, 5], [0, 0]),
    (RestartDelay(firstMilliseconds: 200), [0.1, 0.1, 0.2], [200, 200, 0]),
    (
      RestartDelay(firstMilliseconds: 100, maximumMilliseconds: 1000), [0, 0, 0, 0, 0, 0],
      [100, 200, 400, 800, 1000, 1000]
    ),
    (
      RestartDelay(firstMilliseconds: 100, maximumMilliseconds: 1000), [0, 0, 0.5, 0, 1.1, 0],
      [100, 200, 0, 400, 0, 100]
    ),
    (RestartDelay(firstMilliseconds: 500, maximumMilliseconds: 500), [0, 0], [500, 500]),
    (
      RestartDelay(firstMilliseconds: 3_000_000_000, maximumMilliseconds: 4_000_000_000), [0, 0, 0],
      [3_000_000_000, 4_000_000_000, 4_000_000_000]
    ),
  ]

  @Test(arguments: pauses)
  func `pauses after a short life`(delay: RestartDelay, lives: [Double], pauses: [UInt32]) {
    var policy = RestartPolicy()
    expect(lives.map { policy.pause(afterLife: Int64($0 * 1e9), delay) }, is: pauses)
  }

  static let deaths: [(RestartLimit, deaths: [Double], tooMany: [Bool])] = [
    (RestartLimit(count: 0, seconds: 1), [0], [true]),
    (RestartLimit(count: 2, seconds: 10), [0, 1, 2], [false, false, true]),
    (RestartLimit(count: 2, seconds: 10), [0, 5, 10, 15, 16], [false, false, false, false, true]),
    (RestartLimit(count: 1, seconds: .max), [0, 1e9], [false, true]),
  ]

  @Test(arguments: deaths)
  func `counts the deaths within a time`(limit: RestartLimit, deaths: [Double], tooMany: [Bool]) {
    var policy = RestartPolicy()
    expect(deaths.map { policy.recordDeath(at: .after($0), limit) }, is: tooMany)
  }

  @Test func `remembers as many deaths as a limit may count`() {
    var policy = RestartPolicy()
    let limit = RestartLimit(count: RestartLimit.highestCount, seconds: 10)
    for _ in 0..<RestartLimit.highestCount { expect(policy.recordDeath(at: .after(1), limit), is: false) }
    expect(policy.recordDeath(at: .after(1), limit), is: true)
    policy.forgive()
    expect(policy.recordDeath(at: .after(1), limit), is: false)
  }

  @Test func `ends at the limit until the operator says u`() {
    var service = ServiceMachine.failed
    #expect(service.activity == .failed(.restartLimit))
    #expect(service.want == .down)
    #expect(String(decoding: service.detail.reason) == "restart-limit reached")
    expect(service.take(.control(.up)), is: [.publish, .checkDependencies])
    #expect(service.want == .up)
  }

  @Test(arguments: [ControlCommand.terminate, .kill])
  func `does not count what the operator asked for`(command: ControlCommand) {
    var service = ServiceMachine.running(.with { $0.restartLimit = RestartLimit(count: 0, seconds: 10) })
    service.take(.control(command), .scriptEnded(command, handled: false))
    service.take(.ended(.signal(15)), .finishMissing, at: 5)
    #expect(service.activity == .waiting)
  }

  @Test func `ends at once when a finish with restart-limit exits 125`() {
    var service = ServiceMachine.finishing(.with { $0.restartLimit = RestartLimit(count: 5, seconds: 10) })
    service.take(.ended(.exit(125)))
    #expect(service.activity == .failed(.finishGaveUp))
    #expect(String(decoding: service.detail.reason) == "finish exited 125")
  }

  @Test func `goes on when a finish without restart-limit exits 125`() {
    var service = ServiceMachine.finishing
    service.take(.ended(.exit(125)), at: 5)
    #expect(service.activity == .waiting)
  }

  @Test func `waits longer and longer for a run that can't be executed`() {
    var service = ServiceMachine.preparing
    var time = 0.0
    for pause in [1.0, 2, 4, 5, 5] {
      service.take(.scriptEnded(.up, handled: false), .startRefused(process: 100, ServiceParameters()), at: time)
      service.take(.ended(.exit(111)), .finishMissing, at: time)
      #expect(service.deadline == .after(time + pause))
      time += pause
      service.take(.timeReached, .dependencies(.met), at: time)
    }
    service.take(.scriptEnded(.up, handled: false), .started(process: 100, ServiceParameters()), at: time)
    service.take(.ended(.exit(0)), .finishMissing, at: time)
    #expect(service.deadline == .after(time + 1))
  }

  @Test func `tries again after five seconds when there is no process to be had`() {
    var service = ServiceMachine.preparing
    service.take(.scriptEnded(.up, handled: false), .forkFailed, at: 10)
    #expect(service.deadline == .after(15))
    expect(service.take(.timeReached, at: 15), is: [.startRun])
    service.take(.started(process: 100, ServiceParameters()), .ended(.exit(1)), .forkFailed, at: 20)
    expect(service.take(.timeReached, at: 25), is: [.startFinish(.exit(1))])
  }

  @Test func `sends the tree to its end when an essential service ends`() {
    var service = ServiceMachine.running(.with { $0.isEssential = true })
    service.take(.ended(.exit(3)), .finishMissing)
    #expect(service.isGone)
    #expect(service.exitCode == 100)
  }

  @Test func `gives an essential service as many tries as restart-limit`() {
    var service = ServiceMachine.running(
      .with { ($0.isEssential, $0.restartLimit) = (true, RestartLimit(count: 1, seconds: 60)) })
    service.take(.ended(.exit(3)), .finishMissing, at: 5)
    #expect(service.activity == .waiting)
    service.take(.dependencies(.met), .scriptEnded(.up, handled: false), at: 5)
    service.take(.started(process: 102, service.parameters), .ended(.exit(3)), .finishMissing, at: 6)
    #expect(service.isGone)
    #expect(service.exitCode == 100)
  }

  @Test func `lets an essential service be stopped`() {
    var service = ServiceMachine.running(.with { $0.isEssential = true })
    service.take(.control(.down), .scriptEnded(.terminate, handled: false), .scriptEnded(.down, handled: false))
    service.take(.ended(.signal(15)), .finishMissing)
    #expect(service.activity == .down)
    #expect(!service.isGone)
  }
}
