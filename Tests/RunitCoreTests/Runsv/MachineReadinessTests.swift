import RunitCore
import Testing

@Suite("Readiness of a machine")
struct MachineReadinessTests {
  static let notified = ServiceParameters.with { $0.notificationDescriptor = 3 }
  static let checked = ServiceParameters.with { $0.checkIntervalMilliseconds = 1_000 }

  @Test func `is not tracked without the files`() {
    #expect(ServiceMachine.running.phase == .up)
    #expect(ServiceMachine.running.detail.readySince == nil)
  }

  @Test func `comes with the notification`() {
    var service = ServiceMachine.running(Self.notified)
    #expect(service.phase == .starting)
    #expect(service.deadline == .never)
    expect(service.take(.ready, at: 5), is: [.publish])
    #expect(service.phase == .ready)
    #expect(service.detail.readySince == Moment.after(5).wall)
    expect(service.take(.ready, at: 6), is: [], "once is enough")
  }

  @Test func `rather comes with the notification than with a check`() {
    let service = ServiceMachine.running(
      .with { ($0.notificationDescriptor, $0.checkIntervalMilliseconds) = (3, 1000) })
    #expect(service.deadline == .never)
  }

  @Test func `is looked for after 50 milliseconds and then after pauses that double up to the interval`() {
    var service = ServiceMachine.running(Self.checked)
    var time = 0.0
    for pause in [0.05, 0.1, 0.2, 0.4, 0.8, 1, 1] {
      time += pause
      #expect(service.deadline == .after(time))
      expect(service.take(.timeReached, at: time), is: [.startCheck])
      #expect(service.deadline == .after(time + 5), "check-timeout")
      expect(service.take(.checkEnded(succeeded: false), at: time), is: [])
      #expect(service.phase == .starting)
    }
    service.take(.timeReached, at: time + 1)
    expect(service.take(.checkEnded(succeeded: true), at: time + 2), is: [.publish])
    #expect(service.phase == .ready)
    #expect(service.deadline == .after(time + 3), "an interval after its end")
  }

  @Test func `is lost after three failures in a row, and the service stopped and started again`() {
    var service = ServiceMachine.running(.with { ($0.checkIntervalMilliseconds, $0.downSignal) = (1_000, .hangUp) })
    service.take(.checkEnded(succeeded: true), at: 10)
    service.take(.checkEnded(succeeded: false), .checkEnded(succeeded: false), .checkEnded(succeeded: true), at: 10)
    service.take(.checkEnded(succeeded: false), .checkEnded(succeeded: false), at: 10)
    #expect(service.phase == .ready)
    expect(service.take(.checkEnded(succeeded: false), at: 10), is: [.publish, .runScript(.terminate)])
    #expect(service.phase == .stopping)
    let effects = service.take(.scriptEnded(.terminate, handled: false), at: 10)
    #expect(effects == [.signal(.hangUp), .publish, .signal(.resume)], "and no control/d")
    expect(service.take(.ended(.signal(1)), .finishMissing, at: 20).contains(.checkDependencies), is: true)
  }

  @Test func `is not lost by checks that could not be started`() {
    var service = ServiceMachine.running(Self.checked)
    service.take(.timeReached, .checkEnded(succeeded: true), at: 10)
    for second in 11...20 {
      expect(service.take(.timeReached, at: Double(second)), is: [.startCheck])
      expect(service.take(.checkSkipped, at: Double(second)), is: [])
      #expect(service.deadline == .after(Double(second + 1)), "the next one comes in its time")
    }
    #expect(service.phase == .ready)
  }

  @Test func `counts a death by failed checks towards restart-limit`() {
    var service = ServiceMachine.running(
      .with {
        $0.checkIntervalMilliseconds = 1_000
        $0.checkFailures = 1
        $0.restartLimit = RestartLimit(count: 0, seconds: 60)
      })
    service.take(.checkEnded(succeeded: true), .checkEnded(succeeded: false), at: 10)
    service.take(.scriptEnded(.terminate, handled: false), .ended(.signal(15)), .finishMissing, at: 10)
    #expect(service.activity == .failed(.restartLimit))
  }

  @Test func `is not found by a check that hangs`() {
    var service = ServiceMachine.running(Self.checked)
    service.take(.timeReached, at: 1)
    expect(service.take(.timeReached, at: 5.9), is: [])
    expect(service.take(.timeReached, at: 6), is: [.killCheck])
    #expect(service.deadline == .after(6.1), "the next try")
    expect(service.take(.timeReached, at: 6.1), is: [.startCheck])
  }

  @Test func `is looked for no longer when the service has ended`() {
    var service = ServiceMachine.running(Self.checked)
    service.take(.timeReached, at: 1)
    expect(service.take(.ended(.exit(1)), at: 2), is: [.killCheck, .publish, .startFinish(.exit(1))])
    #expect(service.deadline == .never)
  }

  @Test func `is looked for again after a t that control/t has handled`() {
    var service = ServiceMachine.running(Self.checked)
    service.take(.control(.terminate), at: 1)
    expect(service.take(.timeReached, at: 1), is: [], "not while it is asked to stop")
    service.take(.scriptEnded(.terminate, handled: true), at: 1)
    expect(service.take(.timeReached, at: 3), is: [.startCheck])
  }
}
